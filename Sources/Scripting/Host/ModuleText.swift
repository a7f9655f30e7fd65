/// The answer to a script that requires a module.
package enum ModuleText: Sendable {
  /// Its bytes.
  case text([UInt8])
  /// There is none; the sentence says where it was looked for.
  case missing(String)
}
