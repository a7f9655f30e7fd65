/// One parameter of a script and the value it ran with.
public struct ParameterReport: Equatable, Sendable {
  /// The name the script declares.
  public var name: String
  /// The value in force.
  public var value: ParameterValue

  /// A parameter from its name and value.
  public init(name: String, value: ParameterValue) {
    self.name = name
    self.value = value
  }
}
