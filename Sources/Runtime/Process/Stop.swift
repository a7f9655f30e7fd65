/// Why a verb cannot go on: one line for stderr and the exit code.
public struct Stop: Error, Equatable, Sendable {
  /// The exit code.
  public let code: ExitCode
  /// The sentence; empty when everything has been said.
  public let message: String

  /// A stop.
  public init(_ code: ExitCode, _ message: String) {
    self.code = code
    self.message = message
  }
}
