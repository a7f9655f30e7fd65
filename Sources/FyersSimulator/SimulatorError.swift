/// Why a simulation could not begin or end.
public enum SimulatorError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The options make no sense: exit code 64.
  case usage(String)
  /// An address or a file cannot be used: exit code 74.
  case inputOutput(String)

  /// One line.
  public var description: String {
    switch self {
    case .usage(let text), .inputOutput(let text): text
    }
  }

  /// The exit code.
  public var exitCode: Int32 {
    switch self {
    case .usage: 64
    case .inputOutput: 74
    }
  }
}
