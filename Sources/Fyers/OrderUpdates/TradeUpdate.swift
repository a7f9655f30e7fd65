public import Market
public import Money

/// A fill, as the order socket tells it.
public struct TradeUpdate: Hashable, Sendable {
  /// The object as received.
  public let raw: WireJSON

  init(_ raw: WireJSON) { self.raw = raw }

  /// The fill's number, unique within the day.
  public var id: String? { raw["id_fill"]?.scalarText }
  /// The id of the order that was filled.
  public var orderID: String? { raw["id"]?.scalarText }
  /// The id that exists from the moment of queueing.
  public var fyersID: String? { raw["id_fyers"]?.scalarText }
  /// The symbol.
  public var symbol: String? { raw["symbol"]?.string }
  /// 1 for a buy, −1 for a sell.
  public var side: Int64? { WireDecimal.integer(raw["tran_side"]) }
  /// CNC, INTRADAY, MARGIN, MTF, CO or BO.
  public var product: String? { raw["product_type"]?.string }
  /// Units filled.
  public var quantity: Int64? { WireDecimal.integer(raw["qty_traded"]) }
  /// The price of the fill.
  public var price: Price? { WireDecimal.price(raw["price_traded"], surplus: .round) }
  /// Price times quantity.
  public var value: Amount? { WireDecimal.amount(raw["traded_val"]) }
  /// The tag with its prefix.
  public var tag: String? { raw["ordertag"]?.string }
  /// When it happened, to the second.
  public var time: EventTime? { raw["fill_time"]?.string.flatMap(FyersClock.time) }
}
