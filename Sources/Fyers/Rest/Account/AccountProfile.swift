/// Whose account it is.
///
/// Names and numbers that the broker masks anyway are left out.
public struct AccountProfile: Sendable, Equatable {
  /// The client id, such as `XX00000`.
  public let accountID: String
  /// The name.
  public let name: String

  /// Reads the profile; nil when it has no client id.
  public init?(_ json: JSONValue) {
    guard let accountID = json["fy_id"]?.text else { return nil }
    self.accountID = accountID
    name = Redactor.cleaned(json["name"]?.text ?? "")
  }
}
