/// Why the host refuses a call of a script; raised in Lua at the script's line.
struct HostRefusal: Error {
  /// One sentence that says what was expected and what was given.
  let message: String

  /// A refusal.
  init(_ message: String) { self.message = message }
}
