public import Market
public import Money

/// A change of an order, as the order socket tells it.
///
/// Every field but the raw object may be missing: first messages lack what is not known yet. The
/// status is `org_ord_status`; `ord_status` is another set of codes and is not used.
public struct OrderUpdate: Hashable, Sendable {
  /// The states of an order.
  public enum Status: Int64, Sendable, CaseIterable {
    /// Canceled; part of it may be filled.
    case canceled = 1
    /// Filled.
    case filled = 2
    /// Not used by FYERS.
    case reserved = 3
    /// Not acknowledged by the exchange yet.
    case transit = 4
    /// Rejected; the reason is in ``OrderUpdate/message``.
    case rejected = 5
    /// Waiting, for a trigger too; part of it may be filled.
    case pending = 6
    /// Expired.
    case expired = 7
  }

  /// The object as received.
  public let raw: WireJSON

  init(_ raw: WireJSON) { self.raw = raw }

  /// The order's id.
  public var id: String? { raw["id"]?.scalarText }
  /// The id that exists from the moment of queueing.
  public var fyersID: String? { raw["id_fyers"]?.scalarText }
  /// The exchange's id.
  public var exchangeID: String? { raw["id_exchange"]?.scalarText }
  /// The id of the order this one is a leg of.
  public var parentID: String? { raw["id_parent"]?.scalarText }
  /// The symbol.
  public var symbol: String? { raw["symbol"]?.string }
  /// The state; nil when missing or unknown.
  public var status: Status? {
    WireDecimal.integer(raw["org_ord_status"]).flatMap(Status.init(rawValue:))
  }
  /// 1 for a buy, −1 for a sell.
  public var side: Int64? { WireDecimal.integer(raw["tran_side"]) }
  /// 1 limit, 2 market, 3 stop, 4 stop-limit.
  public var type: Int64? { WireDecimal.integer(raw["ord_type"]) }
  /// CNC, INTRADAY, MARGIN, MTF, CO or BO.
  public var product: String? { raw["product_type"]?.string }
  /// Units ordered.
  public var quantity: Int64? { WireDecimal.integer(raw["qty"]) }
  /// Units filled so far.
  public var filledQuantity: Int64? { WireDecimal.integer(raw["qty_filled"]) }
  /// Units still open.
  public var remainingQuantity: Int64? { WireDecimal.integer(raw["qty_remaining"]) }
  /// The limit; nil when 0.
  public var limitPrice: Price? { WireDecimal.price(raw["price_limit"]) }
  /// The trigger; nil when 0.
  public var stopPrice: Price? { WireDecimal.price(raw["price_stop"]) }
  /// The average price of what is filled, rounded to a millionth; nil when 0.
  public var tradedPrice: Price? { WireDecimal.price(raw["price_traded"], surplus: .round) }
  /// The broker's text, which has the reason of a rejection.
  public var message: String? { raw["oms_msg"]?.string }
  /// The tag with its prefix, such as `1:mytag` or `2:Untagged`.
  public var tag: String? { raw["ordertag"]?.string }
  /// When the broker changed it, to the second.
  public var time: EventTime? { raw["time_oms"]?.string.flatMap(FyersClock.time) }
}
