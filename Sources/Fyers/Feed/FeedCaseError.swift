/// Why a line of a case file cannot be read.
public enum FeedCaseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line is no case; the text says what was expected.
  case malformed(String)
  /// A line of a file is no case; lines count from 1.
  case malformedLine(Int, String)

  /// The same error as one of a line of a file.
  func inLine(_ line: Int) -> FeedCaseError {
    switch self {
    case .malformed(let reason): .malformedLine(line, reason)
    case .malformedLine: self
    }
  }

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .malformed(let reason): "feed case: \(reason)"
    case .malformedLine(let line, let reason): "feed case, line \(line): \(reason)"
    }
  }
}
