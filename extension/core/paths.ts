/**
 * Which files are never read: those that hold secrets by their name or place, and those that the user excludes.
 * Names only, no content, so that the answer comes before the file is opened. Held on every route.
 */
import { globToRegExp } from './glob.ts'
import type { RefusedReason } from './types.ts'

/** File names, lower case. */
const secretNames: readonly RegExp[] = [
  /^\.env(\..*)?$|^\.envrc$|\.env$/,
  // Keys and certificates, by ending and by the names that ssh gives them
  /\.(pem|key|p8|p12|pfx|pkcs12|crt|cer|cert|der|csr|jks|jceks|keystore|truststore|ppk|gpg|asc|pgp|kdbx?|ovpn|keytab|mobileprovision)$/,
  /^id_(rsa|dsa|ecdsa|ed25519)(_sk)?(\.|$)|_(rsa|dsa|ecdsa|ed25519)$/,
  // Files in which tools keep a password or a token
  /^(\.npmrc|\.yarnrc|\.netrc|_netrc|\.pypirc|\.pgpass|\.my\.cnf|\.htpasswd|\.git-credentials|\.s3cfg|\.boto|\.dockercfg)$/,
  /^(\.vault-token|\.terraformrc|terraform\.rc|\.htdigest|\.msmtprc|\.mysql_history|\.psql_history|\.bash_history|\.zsh_history)$/,
  /\.(tfvars|tfstate)(\.json|\.backup)?$/,
  // Called so, and no source file
  /^[\w.-]*(credentials?|secrets?|passwords?|passwd|service[-_]?account|client[-_]?secret)[\w.-]*\.(json|ya?ml|toml|ini|cfg|conf|properties|txt|csv|xml)$/,
  /^(credentials?|secrets?|passwords?|passwd|shadow)$/,
]

/** Folders, and files in their places, lower case with forward slashes. */
const secretPlaces: readonly RegExp[] = [
  /(^|\/)(\.ssh|\.gnupg|\.aws|\.azure|\.password-store)\//,
  /(^|\/)\.kube\/config$|(^|\/)\.docker\/config\.json$|(^|\/)\.config\/(gcloud|gh|hub)(\/|$)/,
]

function slashed(path: string): string {
  return path.replaceAll('\\', '/')
}

export function isSecretFile(path: string): boolean {
  const lower = slashed(path).toLowerCase()
  const name = lower.slice(lower.lastIndexOf('/') + 1)
  return secretNames.some((pattern) => pattern.test(name)) || secretPlaces.some((pattern) => pattern.test(lower))
}

/**
 * A pattern without a slash means that name anywhere, with one it starts at the workspace folder; a folder's name
 * stands for all that is in it. Blank patterns are ignored.
 */
function excluder(glob: string): ((path: string) => boolean) | undefined {
  const trimmed = slashed(glob.trim()).replace(/\/+$/, '')
  if (trimmed === '') return undefined
  const pattern = trimmed.includes('/') ? trimmed.replace(/^\.?\/+/, '') : `**/${trimmed}`
  const [whole, inside] = [globToRegExp(pattern), globToRegExp(`${pattern}/**`)]
  return (path) => whole.test(path) || inside.test(path)
}

/**
 * Compiles the user's globs once; the function returned says why a path (relative to the workspace folder, any
 * slashes) must not be read, undefined when it may be.
 */
export function pathPolicy(
  exclude: readonly string[],
): (path: string) => Extract<RefusedReason, 'secret-file' | 'excluded-path'> | undefined {
  const excluders = exclude.map(excluder).filter((test) => test !== undefined)
  return (path) => {
    if (isSecretFile(path)) return 'secret-file'
    const relative = slashed(path).replace(/^\.?\/+/, '')
    return excluders.some((excludes) => excludes(relative)) ? 'excluded-path' : undefined
  }
}
