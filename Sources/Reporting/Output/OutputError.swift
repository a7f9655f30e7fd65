/// An output that could not be opened or written.
public struct OutputError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, or a word for a stream.
  public let path: String
  /// What was tried: `open`, `write` or `close`.
  public let action: String
  /// The system's error number (`errno`).
  public let code: Int32

  /// An error from its parts.
  public init(path: String, action: String, code: Int32) {
    self.path = path
    self.action = action
    self.code = code
  }

  /// The sentence shown to people.
  public var description: String {
    "\(SafeText.escaped(path)): cannot \(action): \(SystemErrorText.sentence(of: code))"
  }
}
