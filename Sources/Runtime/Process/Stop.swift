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

/// How a verb ends, as its process's exit code.
public enum ExitCode: Int32, Sendable {
  /// Done.
  case done = 0
  /// Ran, but the answer is no.
  case answerIsNo = 1
  /// Wrong usage.
  case usage = 64
  /// Bad input: a script refused at load, a malformed file.
  case badInput = 65
  /// A script failed while it ran.
  case scriptFailed = 70
  /// A file or a stream failed.
  case inputOutput = 74
  /// A temporary failure, such as a broker out of reach.
  case temporary = 75
  /// Not permitted.
  case notPermitted = 77
}
