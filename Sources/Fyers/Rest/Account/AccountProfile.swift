public import Money
public import WireText

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

/// One line of the account's funds; the ids are fixed and the titles are for people.
public struct FundLimit: Sendable, Equatable {
  /// 1 total, 2 utilized, 3 clear, 4 realized, 5 collaterals, 6 transfer, 7 receivables, 8 adhoc,
  /// 9 start of the day, 10 available.
  public let id: Int64
  /// The broker's text.
  public let title: String
  /// Rupees in the equity segment.
  public let equity: Amount
  /// Rupees in the commodity segment.
  public let commodity: Amount

  /// The id of the available balance.
  public static let availableBalance: Int64 = 10

  /// Reads a line; nil when it has no id.
  public init?(_ json: JSONValue) {
    guard let id = json["id"]?.int64 else { return nil }
    self.id = id
    title = Redactor.cleaned(json["title"]?.text ?? "")
    equity = json["equityAmount"]?.amount ?? .zero
    commodity = json["commodityAmount"]?.amount ?? .zero
  }
}
