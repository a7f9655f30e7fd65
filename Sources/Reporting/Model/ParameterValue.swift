/// The value of one parameter of a script.
public enum ParameterValue: Equatable, Sendable {
  /// A whole number.
  case integer(Int64)
  /// A Lua number that is not whole; not money.
  case number(Double)
  /// A switch.
  case boolean(Bool)
  /// A text.
  case text(String)

  /// The value as a person writes it on the command line.
  public var text: String {
    switch self {
    case .integer(let value): String(value)
    case .number(let value): String(describing: value)
    case .boolean(let value): value ? "true" : "false"
    case .text(let value): value
    }
  }
}
