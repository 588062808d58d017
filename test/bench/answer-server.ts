/** A server of its own process that answers each request at once, in the dialect of the Responses API. Says its address to its parent. */
import { answer, startFaultServer } from '../engines/flagship/fault-server.ts'

const server = await startFaultServer(answer)
process.on('disconnect', () => void server.close())
process.send!(server.baseUrl)
