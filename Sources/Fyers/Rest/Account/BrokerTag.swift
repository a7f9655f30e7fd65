/// The tag of an order as the broker gives it back: a prefix that tells who set it, and the text.
public struct BrokerTag: Sendable, Equatable {
  /// The text that was sent as `orderTag`; nil when the order has no tag of ours.
  public let text: String?

  /// Reads `1:tag`, `2:Untagged` and their like; a text without prefix is taken as it is.
  public init(_ raw: String) {
    if raw.hasPrefix("2:") {
      text = nil
    } else {
      let body = raw.hasPrefix("1:") ? String(raw.dropFirst(2)) : raw
      text = body.isEmpty || body == "Untagged" ? nil : body
    }
  }

  /// Whether a text may be sent as `orderTag`: 1 to 30 letters and digits, not `Untagged`, and not
  /// the account's id.
  public static func isAllowed(_ text: String, accountID: String?) -> Bool {
    (1...30).contains(text.utf8.count) && text != "Untagged" && text != accountID
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
      }
  }
}
