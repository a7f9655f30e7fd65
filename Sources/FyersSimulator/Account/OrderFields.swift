import Money

/// The body of an order placement, checked in itself but not yet against the market.
struct OrderFields: Equatable, Sendable {
  var symbol: String
  var quantity: Int64
  var kind: OrderKind
  /// 1 buy, -1 sell.
  var side: Int64
  var product: ProductType
  var limitPrice = Price.zero
  var stopPrice = Price.zero
  /// Whether what does not fill at once is cancelled.
  var isImmediate = false
  var disclosedQuantity: Int64 = 0
  /// The user's own tag, without a prefix.
  var tag: String?
  var legs = ProtectiveOffsets()
  var isSliced = false

  /// Reads a placement (FYERS.md §6.1).
  ///
  /// - Parameter body: What the client sent.
  /// - Returns: The fields.
  /// - Throws: What is wrong with them.
  static func decode(_ body: Json) throws(Refusal) -> OrderFields {
    guard body.members != nil else { throw .badInput("Invalid input") }
    guard let symbol = body["symbol"]?.text else { throw .badInput("symbol is mandatory") }
    guard let quantity = body["qty"]?.integer, quantity > 0 else {
      throw .badInput("qty should be a positive integer")
    }
    guard let kind = body["type"]?.integer.flatMap({ OrderKind(rawValue: Int(clamping: $0)) })
    else {
      throw .badInput("type should be one of 1, 2, 3, 4")
    }
    guard let side = body["side"]?.integer, side == 1 || side == -1 else {
      throw .badInput("side should be 1 or -1")
    }
    let product = try Self.product(body["productType"]?.text)
    var fields = OrderFields(
      symbol: symbol, quantity: quantity, kind: kind, side: side, product: product)
    fields.limitPrice = try price(body["limitPrice"], name: "limitPrice")
    fields.stopPrice = try price(body["stopPrice"], name: "stopPrice")
    switch body["validity"]?.text {
    case "DAY", nil: break
    case "IOC": fields.isImmediate = true
    default: throw .badInput("validity should be DAY or IOC")
    }
    try fields.readOptions(body)
    return fields
  }

  private mutating func readOptions(_ body: Json) throws(Refusal) {
    if let disclosed = body["disclosedQty"], disclosed != .null {
      guard let value = disclosed.integer, (0...quantity).contains(value) else {
        throw .badInput("disclosedQty should be between 0 and qty")
      }
      disclosedQuantity = value
    }
    if body["offlineOrder"]?.flag == true {
      throw .rejected("AMO orders are accepted outside market hours only")
    }
    legs.stopLoss = try Self.price(body["stopLoss"], name: "stopLoss")
    legs.takeProfit = try Self.price(body["takeProfit"], name: "takeProfit")
    if let leg = body["legType"], leg != .null {
      guard let value = leg.integer, value == 1 || value == 2 else {
        throw .badInput("legType should be 1 or 2")
      }
      legs.type = value
    }
    if let text = body["orderTag"]?.text, !text.isEmpty {
      guard text.utf8.count <= 30, text != "Untagged", text.utf8.allSatisfy(Self.isAlphanumeric)
      else { throw .badInput("orderTag should be 1 to 30 alphanumeric characters") }
      tag = text
    }
    isSliced = body["isSliceOrder"]?.flag ?? false
  }

  static func product(_ text: String?) throws(Refusal) -> ProductType {
    if text == "CO" || text == "BO" {
      throw .badInput("CO and BO are discontinued, use stopLoss and takeProfit")
    }
    guard let product = text.flatMap(ProductType.init) else {
      throw .badInput("productType should be one of CNC, INTRADAY, MARGIN, MTF")
    }
    return product
  }

  /// A price or an offset; zero when absent, zero or null.
  static func price(_ value: Json?, name: String) throws(Refusal) -> Price {
    guard let value, value != .null else { return .zero }
    guard let micros = value.decimalMicros, micros >= 0 else {
      throw .badInput("\(name) should be a positive number")
    }
    return Price(micros: micros)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }
}

/// The protective legs of an order, as offsets from its entry price; zero for none.
struct ProtectiveOffsets: Equatable, Sendable {
  var stopLoss = Price.zero
  var takeProfit = Price.zero
  /// 1 points, 2 percent of the entry price.
  var type: Int64 = 1

  /// Whether any leg was asked for.
  var isAsked: Bool { stopLoss > .zero || takeProfit > .zero }
}

/// The body of an order change: nil keeps what is.
struct OrderChanges: Equatable, Sendable {
  var kind: OrderKind
  var quantity: Int64?
  var limitPrice: Price?
  var stopPrice: Price?
  /// Zero removes the leg.
  var stopLoss: Price?
  var takeProfit: Price?

  /// Reads a change (FYERS.md §6.2); the type is mandatory even when it stays.
  ///
  /// - Parameter body: What the client sent.
  /// - Returns: The changes.
  /// - Throws: What is wrong with them.
  static func decode(_ body: Json) throws(Refusal) -> OrderChanges {
    guard let type = body["type"] else { throw .badInput("type is mandatory") }
    guard let kind = type.integer.flatMap({ OrderKind(rawValue: Int(clamping: $0)) }) else {
      throw .badInput("type should be one of 1, 2, 3, 4")
    }
    var changes = OrderChanges(kind: kind)
    if let quantity = body["qty"], quantity != .null {
      guard let value = quantity.integer, value > 0 else {
        throw .badInput("qty should be a positive integer")
      }
      changes.quantity = value
    }
    changes.limitPrice = try price(body, "limitPrice", zeroKeeps: true)
    changes.stopPrice = try price(body, "stopPrice", zeroKeeps: true)
    changes.stopLoss = try price(body, "stopLoss", zeroKeeps: false)
    changes.takeProfit = try price(body, "takeProfit", zeroKeeps: false)
    return changes
  }

  private static func price(_ body: Json, _ name: String, zeroKeeps: Bool) throws(Refusal)
    -> Price?
  {
    guard let value = body[name] else { return nil }
    let price = try OrderFields.price(value, name: name)
    return zeroKeeps && price == .zero ? nil : price
  }
}

/// FYERS' order types.
enum OrderKind: Int, Sendable {
  case limit = 1
  case market = 2
  /// A market order behind a trigger.
  case stopMarket = 3
  /// A limit order behind a trigger.
  case stopLimit = 4

  /// Whether it carries a limit price.
  var hasLimit: Bool { self == .limit || self == .stopLimit }
  /// Whether it waits for a trigger.
  var hasTrigger: Bool { self == .stopMarket || self == .stopLimit }
}

/// How a position is held and paid for, in FYERS' words.
enum ProductType: String, Sendable, CaseIterable {
  /// Delivery, paid whole.
  case cnc = "CNC"
  /// Closed the same day, a fifth is blocked.
  case intraday = "INTRADAY"
  /// Derivatives held overnight.
  case margin = "MARGIN"
  /// Delivery with borrowed money.
  case mtf = "MTF"
}
