import Market
public import Money
public import Trading

/// An order as it got its id.
public struct OrderEntry: Equatable, Sendable {
  /// The script's place.
  public var script: Int
  /// The number in the account, from 1; the id is `BUY-n` or `SELL-n`.
  public var number: Int64
  /// Which way.
  public var side: OrderSide
  /// Of what.
  public var symbol: String
  /// Units asked for.
  public var quantity: Int64
  /// How it finds its price.
  public var type: OrderType
  /// The limit.
  public var price: Price?
  /// The trigger.
  public var trigger: Price?
  /// How it is financed.
  public var product: Product
  /// How long it holds: `DAY`, `IOC` or `GTC`.
  public var validity: String
  /// Whether it opens or increases a position.
  public var isEntry: Bool
  /// Who asked: `script`, `stop_loss`, `rule:NAME` and so on.
  public var reason: String
  /// The script's own mark; empty without one.
  public var tag: String
  /// `file.lua:line` of the call that caused it; empty when no script did.
  public var source: String

  /// An order.
  public init(
    script: Int, number: Int64, side: OrderSide, symbol: String, quantity: Int64, type: OrderType,
    price: Price? = nil, trigger: Price? = nil, product: Product, validity: String = "DAY",
    isEntry: Bool, reason: String, tag: String = "", source: String = ""
  ) {
    self.script = script
    self.number = number
    self.side = side
    self.symbol = symbol
    self.quantity = quantity
    self.type = type
    self.price = price
    self.trigger = trigger
    self.product = product
    self.validity = validity
    self.isEntry = isEntry
    self.reason = reason
    self.tag = tag
    self.source = source
  }

  /// The id people see: `BUY-1`.
  public var id: String { "\(side.text)-\(number)" }
}

/// An order after something happened to it.
public struct OrderChangeEntry: Equatable, Sendable {
  /// The order's number.
  public var number: Int64
  /// Where it is in its life.
  public var status: OrderStatus
  /// Units filled so far.
  public var filled: Int64
  /// Units asked for, after changes.
  public var quantity: Int64
  /// The limit in force.
  public var price: Price?
  /// The trigger in force.
  public var trigger: Price?
  /// Why: the reason of a cancellation, the code of a failure; empty otherwise.
  public var reason: String
  /// A sentence for people; empty without one.
  public var detail: String
  /// The broker's name for the order; empty on paper.
  public var brokerID: String

  /// A change.
  public init(
    number: Int64, status: OrderStatus, filled: Int64, quantity: Int64, price: Price? = nil,
    trigger: Price? = nil, reason: String = "", detail: String = "", brokerID: String = ""
  ) {
    self.number = number
    self.status = status
    self.filled = filled
    self.quantity = quantity
    self.price = price
    self.trigger = trigger
    self.reason = reason
    self.detail = detail
    self.brokerID = brokerID
  }
}

/// An execution of all or part of an order.
public struct FillEntry: Equatable, Sendable {
  /// One charge of a fill, by its name.
  public struct Charge: Equatable, Sendable {
    /// Its name: `commission`, `stt`, `gst` and so on.
    public var name: String
    /// What it is.
    public var amount: Amount

    /// A charge.
    public init(name: String, amount: Amount) {
      self.name = name
      self.amount = amount
    }
  }

  /// The script's place.
  public var script: Int
  /// The order's number.
  public var number: Int64
  /// Which way.
  public var side: OrderSide
  /// Of what.
  public var symbol: String
  /// Units.
  public var quantity: Int64
  /// The price of a unit.
  public var price: Price
  /// What it changed in the realized total.
  public var realized: Amount
  /// The broker's or exchange's number of the trade; empty on paper.
  public var tradeID: String
  /// What it was charged, one by one.
  public var charges: [Charge]

  /// A fill.
  public init(
    script: Int, number: Int64, side: OrderSide, symbol: String, quantity: Int64, price: Price,
    realized: Amount, tradeID: String = "", charges: [Charge]
  ) {
    self.script = script
    self.number = number
    self.side = side
    self.symbol = symbol
    self.quantity = quantity
    self.price = price
    self.realized = realized
    self.tradeID = tradeID
    self.charges = charges
  }
}
