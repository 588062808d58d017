/**
 * Words that programmers say in German, Spanish, French, Portuguese, Chinese and Japanese, in English: code is written
 * in it, so whoever looks for code in another language finds nothing by its words, and little by a vector.
 */

/** English: what others say. A `*` ends a stem, `_` is a blank. What nobody looks for is left out: no English. */
export const glossary = `
default: standard* voreinstell* predetermin* défaut padrão 默认 缺省 デフォルト 既定
error: fehler* errores erreur* erro erros 错误 報錯 报错 エラー 誤り
exception: ausnahme* excepci* 异常 例外
handler: handhab* manejador* gestionnaire* 处理器 处理程序 ハンドラ ハンドラー
handle: behandel* behandl* manej* gère traiter tratar* 处理 処理
request: anfrage* anforderung* petici* solicit* requête* requisi* 请求 リクエスト 要求
response: antwort* respuesta* réponse* resposta* 响应 応答 レスポンス
header: kopfzeile* cabecera* encabezad* cabeçalho* 请求头 头部 标头 ヘッダ ヘッダー
body: rumpf cuerpo corps corpo 正文 请求体 ボディ 本文
status code: statuscode* código_de_estado código_de_status code_de_statut 状态码 ステータスコード
status: zustand* estado* état* 状态 状態 ステータス
retry: wiederhol* reintent* réessa* repetir 重试 再試行 リトライ
timeout: zeitüberschreitung* zeitlimit* tiempo_de_espera délai* 超时 タイムアウト
connection: verbindung* conexi* connexion* conexão 连接 接続 コネクション
close: schließ* schliess* cierra* cerrar fermer ferme fechar 关闭 閉じ* クローズ
open: öffne* abrir abre ouvrir ouvre 打开 開く オープン
socket: 套接字 ソケット
server: servidor* serveur* 服务器 服务端 サーバ サーバー
client: kunde* cliente* 客户端 クライアント
route: routen ruta rutas rota rotas 路由 ルート ルーティング
find: gefunden* finde findet suche* buscar busca encontr* trouv* 查找 寻找 探す
not: nicht keine kein 未
register: registrier* registr* enregistr* 注册 登録
plugin: erweiterung* complemento* 插件 プラグイン
hook: 钩子 フック
define: definier* definiert definid* défini* 定义 定義
declare: deklarier* declar* déclar* 声明 宣言
compute: berechn* calcul* 计算 計算 算出
detect: erkenn* erkannt* detect* détect* 检测 侦测 検出
check: prüf* überprüf* comprueb* comprob* vérifi* verific* 检查 校验 チェック 確認
validate: validier* valida validar* valide 验证 検証 バリデーション
parse: geparst parst analiza analizar analyser 解析 パース
serialize: serialisier* serializ* sérialis* 序列化 シリアライズ
convert: umwandel* umgewandelt konvertier* convert* convierte 转换 变换 変換
escape: maskier* 转义 エスケープ
string: zeichenkette* cadena* chaîne* 字符串 文字列
character: zeichen carácter caracteres caractère* 字符 文字
number: zahl zahlen anzahl número* nombre numéro* 数字 数量 数値
list: liste* lista* 列表 リスト 一覧
array: feld felder arreglo* tableau* matriz 数组 配列
object: objekt* objeto* objet* 对象 オブジェクト
key: schlüssel* clave* clé* chave* 键 キー
value: wert werte werten valor* valeur* 值 値
property: eigenschaft* propiedad* propriété* propriedade* 属性 プロパティ
name: namen nombre_de nom nome 名称 名字 名前
type: typ typen tipo tipos 类型 型
class: klasse* clase* classe* 类 クラス
function: funktion* función funciones fonction* função funções 函数 関数
method: methode* método* méthode* 方法 メソッド
parameter: argumento* paramètre* parâmetro* parámetro* 参数 パラメータ 引数
variable: variablen variables variável 变量 変数
constant: konstante* constante* 常量 定数
module: modul module_de módulo* 模块 モジュール
file: datei* archivo* fichier* arquivo* 文件 ファイル
folder: ordner* verzeichnis* carpeta* dossier* pasta 文件夹 目录 フォルダ フォルダー ディレクトリ
path: pfad* chemin* ruta_de camino 路径 パス
document: dokument* documento* 文档 ドキュメント 文書
line: zeile* línea* ligne* linha* 行
text: texto* texte* 文本 テキスト
read: lese* liest gelesen leer lee lire lit 读取 读 読み込* 読み取* 読む
write: schreib* geschrieben escrib* écri* escrev* 写入 写 書き込* 書く
delete: lösch* gelöscht elimin* borra* supprim* exclu* 删除 削除
remove: entfern* quita* retir* remov* 移除 去除 除去
add: hinzufüg* hinzugefügt añad* agreg* ajout* adicion* 添加 增加 追加
create: erstell* erzeug* crea crear crean crée* créer cria criar 创建 生成 作成
update: aktualisier* actualiz* mise_à_jour atualiz* 更新 アップデート
change: änder* geändert cambia* modif* changé* 更改 修改 变更 変更
replace: ersetz* reemplaz* remplac* substitu* 替换 置換 置き換*
copy: kopier* copia* copie* 复制 拷贝 コピー
send: sende* gesendet schick* envía* enví* envoi* envoy* enviar 发送 送信
receive: empfang* recib* reçoi* reçu* receb* 接收 受信
load: lade* lädt geladen carga* charg* carreg* 加载 载入 読み込み ロード
save: speicher* gespeichert guarda* enregistrer sauveg* salv* 保存
store: ablage* almacen* stock* armazen* 存储 储存 格納 ストア
cache: zwischenspeicher* caché 缓存 キャッシュ
memory: arbeitsspeicher* hauptspeicher* memoria* mémoire* memória* 内存 メモリ メモリー
size: größe* groesse* tamaño* taille* tamanho* 大小 尺寸 サイズ
limit: grenze* begrenz* límite* limite* 限制 上限 制限
maximum: maximal* größte* máxim* maxim* 最大
minimum: minimal* kleinste* mínim* minim* 最小
length: länge* longitud* longueur* comprimento* 长度 長さ
duplicate: doppelt* duplik* duplica* doublon* 重复 重複
equal: gleich* igual* égal* 相等 等しい
sort: sortier* orden* tri trie* trier* 排序 ソート
order: reihenfolge* orden ordre ordem 顺序 順序 順番
filter: filtert gefiltert filtr* 过滤 筛选 フィルタ フィルター 絞り込*
match: treffer* passend* coincid* correspond* 匹配 一致 マッチ
search: suche suchen búsqueda* recherch* 搜索 検索
index: verzeichnet índice* 索引 インデックス
symbol: símbolo* symbole* 符号 シンボル
scope: gültigkeitsbereich* sichtbarkeitsbereich* ámbito* portée* escopo* 作用域 スコープ
local: lokal* locale* locaux locales 本地 局部 ローカル
global: globale* globales 全局 グローバル
reference: verweis* referenz* referencia* référence* referência* 引用 参照
link: verknüpf* enlac* enlaz* lien* liens 链接 リンク
cycle: zyklus zyklisch* zyklen ciclo* cíclic* circular* cycl* 循环 循環
dependency: abhängigkeit* dependencia* dépendance* dependência* 依赖 依存
import: importier* importa* 导入 インポート
export: exportier* exporta* 导出 エクスポート
completion: vervollständig* autocompletad* complétion* completado* 补全 自动完成 補完
candidate: kandidat* candidat* 候选 候補
item: eintrag* einträge* elemento* élément* 项 项目 項目 アイテム
suggestion: vorschlag* vorschläg* sugerencia* suggestion* sugest* 建议 提案
format: formatier* formate* formatea* 格式化 格式 フォーマット 書式
comment: kommentar* comentario* commentaire* comentário* 注释 コメント
token: 令牌 词法单元 トークン
syntax: syntaktisch* sintaxis syntaxe* sintaxe 语法 構文
grammar: grammatik* gramática* grammaire* 文法
tree: baum bäume* árbol* arbre* árvore* 树 ツリー 木
node: knoten nodo* nœud* noeud* nó 节点 ノード
parent: eltern* padre padres pai 父 親
child: kind kinder hijo* enfant* filho* 子节点 子ノード
queue: warteschlange* cola file_d'attente 队列 キュー
stack: stapel* pila pilha 栈 スタック
pool: 池 プール
thread: faden hilo* 线程 スレッド
process: prozess* proceso* processus processo* 进程 プロセス
event: ereignis* evento* événement* 事件 イベント
listener: zuhörer* oyente* écouteur* ouvinte* 监听器 リスナー
callback: rückruf* 回调 コールバック
promise: versprechen promesa* promesse* promessa* 承诺 プロミス
async: asynchron* asíncron* assíncron* 异步 非同期
abort: abbrech* abbruch* abgebrochen abort* annul* cancel* 中止 取消 中断 キャンセル
start: starte* gestartet inici* arranc* démarr* 启动 开始 開始 起動
stop: stopp* anhalt* deten* arrêt* pare parar 停止
wait: warte* espera* attend* aguard* 等待 待つ 待機
stream: strom datenstrom flujo* flux fluxo* 流 ストリーム
buffer: puffer* búfer tampon* 缓冲 バッファ バッファー
encode: kodier* codific* encod* 编码 エンコード 符号化
decode: dekodier* decodific* décod* 解码 デコード 復号
compress: komprimier* comprim* compress* 压缩 圧縮
encrypt: verschlüssel* cifra* chiffr* criptograf* 加密 暗号化
hash: prüfsumme* 哈希 散列 ハッシュ
password: passwort* kennwort* contraseña* mot_de_passe senha* 密码 パスワード
user: benutzer* nutzer* usuario* utilisateur* usuário* 用户 ユーザ ユーザー
permission: berechtigung* permiso* permission* permiss* 权限 権限
authentication: authentifizier* anmeld* autentic* authentifi* 认证 身份验证 認証
login: einlogg* iniciar_sesión connexion_utilisateur 登录 ログイン
session: sitzung* sesión* sesion* sessão 会话 セッション
cookie: クッキー
redirect: umleit* weiterleit* redirig* redirect* redirecion* 重定向 リダイレクト
proxy: 代理 プロキシ
download: herunterlad* descarg* télécharg* 下载 ダウンロード
upload: hochlad* subida subir téléverser 上传 アップロード
url: adresse* dirección* endereço* 地址 网址 アドレス
query: abfrage* consulta* 查询 クエリ
database: datenbank* base_de_datos base_de_données banco_de_dados 数据库 データベース
table: tabelle* tabla* tabela* 表 テーブル
row: datensatz* fila filas
column: spalte* columna* colonne* coluna* 列 カラム
transaction: transaktion* transacci* transação 事务 トランザクション
lock: sperr* bloque* verrou* bloqueio* 锁 ロック
test: testfall* testfälle* prueba* essai* teste testes 测试 テスト
log: protokoll* registro_de journal* 日志 ログ
message: nachricht* meldung* mensaje* mensagem* 消息 信息 メッセージ
warning: warnung* advertencia* avertissement* aviso* 警告
option: optionen opción opciones opção opções 选项 オプション
setting: einstellung* ajuste* configuraci* paramétrage* réglage* 设置 设定 設定
configuration: konfigur* configur* 配置 構成 コンフィグ
environment: umgebung* entorno* environnement* ambiente* 环境 環境
version: versión versiones versão 版本 バージョン
package: paket* paquete* paquet* pacote* 包 パッケージ
build: baut gebaut construi* construct* 构建 ビルド
compile: übersetz* kompilier* compil* 编译 コンパイル
run: ausführ* ausgeführt ejecut* exécut* execut* 运行 执行 実行
call: aufruf* ruft aufgerufen llama* appel* chama* 调用 呼び出* 呼ぶ
return: rückgab* zurückg* devuelv* devolv* retorn* renvoi* 返回 戻り値 返す
throw: wirft geworfen lanza* lève lancer 抛出 投げ* スロー
catch: abfang* abgefangen captur* attrap* 捕获 捕捉
date: datum fecha* 日期 日付
time: zeit zeiten tiempo* temps hora 时间 時間 時刻
duration: dauer duración durée duração 持续时间 期間
expire: ablauf* abgelaufen caduc* expir* 过期 有効期限 期限切れ
interval: intervall* intervalo* intervalle* 间隔 間隔
random: zufall* zufällig* aleatori* aléatoire* 随机 ランダム 乱数
empty: leer* vacío* vacía* vide vides vazio* 空 空の
missing: fehlende* fehlt falta* manqu* 缺失 缺少 欠落
unknown: unbekannt* desconocid* inconnu* desconhecid* 未知 不明
first: erste* primer* premier* primeir* 第一 最初
last: letzte* último* última* dernier* dernièr* 最后 最後
previous: vorherig* vorige* anterior* précédent* 上一个 前の
next: nächste* siguiente* próxim* suivant* 下一个 次の
current: aktuell* actual* courant* atual* 当前 現在
new: neue neuen neuer neues nuevo* nueva* nouveau* nouvel* novo* nova* 新 新しい
nested: verschachtel* anidad* imbriqu* aninhad* 嵌套 ネスト 入れ子
shared: gemeinsam* compartid* partagé* compartilhad* 共享 共有
inherit: vererb* erbt hered* hérit* herd* 继承 継承
override: überschreib* sobrescrib* redéfini* sobrescrev* 覆盖 重写 上書き オーバーライド
implement: implementier* implement* 实现 实作 実装
support: unterstütz* soport* pris_en_charge suport* 支持 サポート 対応
show: anzeig* angezeigt gezeigt zeigt muestr* mostrar affich* exib* 显示 展示 表示
hide: versteck* ausblend* verbirg* ocult* esconder cacher masqu* 隐藏 非表示 隠す
enable: aktivier* einschalt* activ* ativ* 启用 开启 有効
disable: deaktivier* abschalt* ausschalt* desactiv* désactiv* desativ* 禁用 停用 無効
select: auswahl* auswähl* ausgewählt seleccion* sélectionn* selecion* 选择 选中 選択
button: schaltfläche* knopf botón* bouton* botão 按钮 ボタン
window: fenster* ventana* fenêtre* janela* 窗口 ウィンドウ
mouse: maus ratón souris 鼠标 マウス
cursor: schreibmarke* curseur* 光标 カーソル
shortcut: tastenkürzel* tastenkombination* tastaturkürzel* atajo* raccourci* atalho* 快捷键 ショートカット
font size: schriftgröße* tamaño_de_letra tamaño_de_fuente taille_de_police tamanho_da_fonte 字号 字体大小 フォントサイズ
font: schrift schriftart* fuente police fonte 字体 フォント
color: farbe* farben couleur* cor 颜色 色
theme: farbschema* farbdesign* tema temas thème* 主题 テーマ
dark: dunkel* dunkle* oscuro* sombre* escuro* 深色 暗色 黑暗 ダーク
light: hell helle heller helles claro* clair* 浅色 亮色 ライト
word wrap: zeilenumbruch* ajuste_de_línea retour_à_la_ligne quebra_de_linha 自动换行 折り返*
minimap: minikarte* minimapa* 缩略图 小地图 ミニマップ
sidebar: seitenleiste* barra_lateral barre_latérale 侧边栏 侧栏 サイドバー
status bar: statusleiste* barra_de_estado barre_d'état barra_de_status 状态栏 ステータスバー
terminal: konsole* consola* 终端 ターミナル 端末
full screen: vollbild* pantalla_completa plein_écran tela_cheia 全屏 全画面 フルスクリーン
auto save: automatisch_speichern automatisches_speichern guardado_automático enregistrement_automatique salvamento_automático 自动保存 自動保存
line number: zeilennummer* número_de_línea números_de_línea numéro_de_ligne numéros_de_ligne 行号 行番号
fold: einklapp* zusammenklapp* plegar replier dobrar 折叠 折りたた*
tab size: tabulatorgröße* tabulatorbreite* 制表符大小 缩进大小 タブサイズ タブ幅
indentation: einrückung* sangría indentation* recuo 缩进 インデント 字下げ
whitespace: leerzeichen leerraum* espacios_en_blanco espaces espaços 空白字符 空格 空白
extension: extensión extensiones extensão extensões 扩展 拡張機能
keyboard: tastatur* teclado clavier 键盘 キーボード
zoom: 缩放 ズーム
split: teile* geteilt dividi* divis* 拆分 分割
where: wo woher dónde donde où onde 哪里 哪儿 在哪 哪段 哪个 どこ
which: welche* cuál* quel* qual 哪些 どの
who: wer quién* qui quem 谁 誰
how: wie cómo como comment 怎么 如何 どうやって どのように
code: quelltext* código* 代码 コード
target: ziel ziele objetivo* cible* alvo* 目标 対象 ターゲット
source: quelle* fuente_de origen source* origem 来源 源 ソース
: der die das dem den des ein eine einen einem einer und oder für mit von im in am ist sind wird werden wurde auf zu zum zur ich man kann es bitte
: el la los las un una unos de del se que en por para con es son al y o lo su le les du et ou est sont dans avec sur au aux il on ce cette
: os as um uma do da dos das em no na nos nas e é são com ao
`
