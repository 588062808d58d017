/** Ends the help of every command that runs the encoder; apart, so that the list of commands loads no model code. */
export const encoderHelp = `
  --engine E      auto | native | wasm (default auto)
  --threads N     of the model (default 0: as the editor chooses)
  --model DIR     another encoder's folder (model.onnx, tokenizer.json, card.json)`
