import Glibc

/// Text on a standard stream.
enum FileHandleOutput {
  /// Writes text to stderr.
  static func standardError(_ text: String) { fputs(text, stderr) }

  /// Writes text to stdout.
  static func standardOutput(_ text: String) { fputs(text, stdout) }
}
