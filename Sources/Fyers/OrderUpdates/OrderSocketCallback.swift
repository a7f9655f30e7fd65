/// What the official client hands to its user for one text of the order socket.
public enum OrderSocketCallback: Hashable, Sendable {
  /// To `on_orders`; nil when its mapping fails.
  case orders(WireJSON?)
  /// To `on_trades`; nil when its mapping fails.
  case trades(WireJSON?)
  /// To `on_positions`; nil when its mapping fails.
  case positions(WireJSON?)
  /// To `on_general`.
  case general(WireJSON)
  /// To `on_error`: the text is no JSON.
  case malformed(WireJSONError)
  /// To `on_error`: a number, a truth value or null, in which no key can be looked for.
  case unexpected(WireJSON)

  /// The callback of a text; nil for `pong`.
  public init?(text: String) {
    guard text != "pong" else { return nil }
    let json: WireJSON
    do {
      json = try WireJSONParser.parse(text)
    } catch {
      self = .malformed(error)
      return
    }
    guard let hasOrders = json.officiallyContains("orders") else {
      self = .unexpected(json)
      return
    }
    if hasOrders {
      self = .orders(Self.mapped(json, "orders", OrderSocketFields.orders))
    } else if json.officiallyContains("positions") == true {
      self = .positions(Self.mapped(json, "positions", OrderSocketFields.positions))
    } else if json.officiallyContains("trades") == true {
      self = .trades(Self.mapped(json, "trades", OrderSocketFields.trades))
    } else {
      self = .general(json)
    }
  }

  /// The message with the body's fields renamed, or nil where the official code raises.
  private static func mapped(
    _ json: WireJSON, _ key: String, _ fields: [OrderSocketFields.Pair]
  ) -> WireJSON? {
    guard let body = json[key], let status = json["s"] else { return nil }
    var members: [WireJSON.Member] = []
    for field in fields + [("id_fyers", "id_fyers")] {
      guard let isThere = body.officiallyContains(field.raw) else { return nil }
      guard isThere else { continue }
      guard let value = body[field.raw] else { return nil }
      members.append(WireJSON.Member(field.official, value))
    }
    return .object([.init("s", status), .init(key, .object(members))])
  }
}

extension WireJSON {
  /// Python's `key in value`: keys of objects, elements of lists, parts of texts.
  ///
  /// Nil where Python raises.
  fileprivate func officiallyContains(_ key: String) -> Bool? {
    switch self {
    case .object: self[key] != nil
    case .array(let elements): elements.contains(.string(key))
    case .string(let text): text.contains(key)
    case .null, .bool, .number: nil
    }
  }
}
