import Market
import Money

/// Good-till-triggered orders: one or two price levels that place a limit order when reached.
struct TriggerBook: Sendable {
  /// One level and what it places.
  struct Leg: Equatable, Sendable {
    var price: Price
    var trigger: Price
    var quantity: Int64
  }

  /// One row of the book.
  struct Row: Sendable {
    let id: String
    let fyersID: String
    let instrument: Int
    let symbol: String
    let side: Int64
    let product: ProductType
    let tag: String?
    let createdAt: EventTime
    var first: Leg
    /// The second level of a one-cancels-other pair; nil for a single one.
    var second: Leg?
    /// Whether the first level is reached from below.
    var risesToFirst: Bool
    var state = OrderState.pending
  }

  /// In the order of creation.
  private(set) var rows: [Row] = []
  private var waiting = 0

  /// Rows at most.
  static let rowsMax = 1_000

  /// Adds a row.
  mutating func add(_ row: Row) {
    rows.append(row)
    waiting += 1
  }

  /// Changes a waiting row; false when there is none of that id.
  mutating func change(_ id: String, _ body: (inout Row) -> Void) -> Bool {
    guard let index = rows.firstIndex(where: { $0.id == id && $0.state == .pending }) else {
      return false
    }
    body(&rows[index])
    if rows[index].state != .pending { waiting -= 1 }
    return true
  }

  /// The orders of rows whose level the newest price has reached; each fires once.
  mutating func fired(_ instrument: Int, market: SimulatedMarket) -> [OrderFields] {
    guard waiting > 0, let last = market.quotes[instrument]?.tick.ltp else { return [] }
    var orders: [OrderFields] = []
    for index in rows.indices
    where rows[index].instrument == instrument && rows[index].state == .pending {
      let row = rows[index]
      let first = row.risesToFirst ? last >= row.first.trigger : last <= row.first.trigger
      let second = row.second.map { last <= $0.trigger } ?? false
      guard let leg = first ? row.first : second ? row.second : nil else { continue }
      rows[index].state = .filled
      waiting -= 1
      var fields = OrderFields(
        symbol: row.symbol, quantity: leg.quantity, kind: .limit, side: row.side,
        product: row.product)
      fields.limitPrice = leg.price
      fields.tag = row.tag.map { "GTT" + $0 }
      orders.append(fields)
    }
    return orders
  }
}
