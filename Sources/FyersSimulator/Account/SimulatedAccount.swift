import Market
import Money

/// One client's orders, trades, positions and money: pure state, told of the time by ticks.
///
/// Every change appends to ``events``, which the order socket carries, so books and pushes are the
/// same facts.
struct SimulatedAccount: Sendable {
  /// What chance or a test does to one placement.
  enum Placement: Equatable, Sendable {
    case normal
    /// Risk management says no.
    case rejected
    /// Nothing fills for this many nanoseconds of simulated time.
    case late(Int64)
  }

  /// The order book in the order of placement.
  private(set) var orders: [SimulatedOrder] = []
  /// The trade book.
  private(set) var trades: [SimulatedTrade] = []
  /// Positions in the order of their first trade.
  private(set) var positions: [SimulatedPosition] = []
  /// Orders that wait for a trigger price over days.
  var triggers = TriggerBook()
  /// Money at the start of the day, in millionths.
  let opening: Int128

  private var events: [AccountEvent] = []
  private var byID: [String: Int] = [:]
  private var working: [Int: [Int]] = [:]
  private var numbers: OrderNumbers

  /// Orders a day, at most: a bound on memory.
  static let ordersMax = 10_000

  /// An account with some rupees.
  init(cash: Int64, seed: UInt64) {
    opening = Int128(cash) * Int128(Amount.microsPerRupee)
    numbers = OrderNumbers(seed: seed)
  }

  /// The events since the last call, in order.
  mutating func takeEvents() -> [AccountEvent] {
    defer { events = [] }
    return events
  }

  /// The row of an order id; nil when there is none.
  func order(_ id: String) -> SimulatedOrder? { byID[id].map { orders[$0] } }

  // MARK: Money

  /// Money blocked by positions and working orders, in millionths.
  func utilized(_ catalogue: InstrumentCatalogue) -> Int128 {
    var sum: Int128 = 0
    for position in positions where position.net != 0 {
      sum += MarginRule.blocked(
        catalogue.all[position.instrument], product: position.product,
        side: position.net > 0 ? 1 : -1, quantity: abs(position.net), price: position.average)
    }
    for index in working.values.joined() { sum += orders[index].blocked }
    return sum
  }

  /// Booked profit of the day, in millionths.
  var realized: Int128 { positions.reduce(0) { $0 + $1.realized } }

  /// Money free for new orders, in millionths.
  func available(_ catalogue: InstrumentCatalogue) -> Int128 {
    opening + realized - utilized(catalogue)
  }

  // MARK: Orders

  /// Places an order: risk checks, acknowledgement, matching.
  ///
  /// - Parameters:
  ///   - fields: What was asked.
  ///   - placement: What happens to it beyond that.
  ///   - market: The quotes; displayed sizes are consumed.
  ///   - parent: The order it protects.
  /// - Returns: The order's id.
  /// - Throws: Why not; a rejection by risk management leaves a row in the book.
  mutating func place(
    _ fields: OrderFields, placement: Placement = .normal, market: inout SimulatedMarket,
    parent: String? = nil
  ) throws(Refusal) -> String {
    guard let instrument = market.catalogue[fields.symbol], let quote = market.quote(instrument)
    else { throw .invalidSymbol }
    try OrderCheck.input(fields, instrument)
    guard orders.count < Self.ordersMax else { throw .rejected("Order limit of the day reached") }
    let index = orders.count
    append(fields, instrument, at: market.time, parent: parent)
    orders[index].blocked = marginNeeded(fields, instrument, last: quote.tick.ltp)
    let complaint =
      placement == .rejected
      ? "Rule: Check circuit limit, rejected by the exchange"
      : OrderCheck.risk(
        fields, instrument, last: quote.tick.ltp, held: closable(fields, instrument),
        needed: orders[index].blocked, free: available(market.catalogue))
    if let complaint {
      finish(index, .rejected, message: "RED:" + complaint)
      throw .rejected(complaint)
    }
    events.append(.order(orders[index]))
    if case .late(let delay) = placement {
      orders[index].matching.earliest = market.time.advanced(byNanoseconds: delay)
    }
    orders[index].state = .pending
    working[instrument.id.position, default: []].append(index)
    events.append(.order(orders[index]))
    match(index, &market)
    if orders[index].terms.isImmediate, orders[index].state.isWorking,
      orders[index].matching.earliest == nil
    {
      finish(index, .cancelled, message: "IOC order cancelled, nothing more to be had")
    }
    return orders[index].id
  }

  private mutating func append(
    _ fields: OrderFields, _ instrument: SimulatedInstrument, at time: EventTime, parent: String?
  ) {
    let id = numbers.order(at: time)
    byID[id] = orders.count
    let ids = SimulatedOrder.IDs(
      own: id, fyers: numbers.fyersID(), exchange: numbers.exchangeOrder(), parent: parent)
    orders.append(
      SimulatedOrder(
        ids: ids, instrument: instrument.id.position, side: fields.side, product: fields.product,
        tag: fields.tag.map { "1:" + $0 } ?? "2:Untagged", placedAt: time,
        terms: SimulatedOrder.Terms(fields), legs: fields.legs, updatedAt: time))
  }

  /// Changes a working order.
  ///
  /// - Parameters:
  ///   - id: Which.
  ///   - changes: What; keys that are left out keep their value.
  ///   - market: The quotes.
  /// - Throws: Why not.
  mutating func modify(_ id: String, _ changes: OrderChanges, market: inout SimulatedMarket)
    throws(Refusal)
  {
    guard let index = byID[id] else { throw .unknownOrder }
    guard orders[index].state.isWorking else {
      throw Refusal(code: -163, message: "Order is not open, it cannot be modified")
    }
    let instrument = market.catalogue.all[orders[index].instrument]
    let before = orders[index]
    var fields = OrderFields(
      symbol: instrument.symbol, quantity: changes.quantity ?? before.terms.quantity,
      kind: changes.kind,
      side: before.side, product: before.product)
    fields.limitPrice =
      changes.kind.hasLimit ? changes.limitPrice ?? before.terms.limitPrice : .zero
    fields.stopPrice = changes.kind.hasTrigger ? changes.stopPrice ?? before.terms.stopPrice : .zero
    try OrderCheck.input(fields, instrument)
    guard fields.quantity > before.fills.quantity else {
      throw .badInput("qty should be more than the filled quantity")
    }
    orders[index].blocked = 0
    var open = fields
    open.quantity = fields.quantity - before.fills.quantity
    let last = market.quote(instrument)?.tick.ltp ?? .zero
    let needed = marginNeeded(open, instrument, last: last, except: index)
    let complaint = OrderCheck.risk(
      open, instrument, last: last, held: closable(open, instrument, except: index),
      needed: needed, free: available(market.catalogue))
    if let complaint {
      orders[index].blocked = before.blocked
      throw .rejected(complaint)
    }
    orders[index].terms.quantity = fields.quantity
    orders[index].terms.kind = fields.kind
    orders[index].terms.limitPrice = fields.limitPrice
    orders[index].terms.stopPrice = fields.stopPrice
    orders[index].legs.stopLoss = changes.stopLoss ?? before.legs.stopLoss
    orders[index].legs.takeProfit = changes.takeProfit ?? before.legs.takeProfit
    orders[index].blocked = needed
    orders[index].matching.isTriggered = false
    orders[index].matching.protection = nil
    orders[index].updatedAt = market.time
    events.append(.order(orders[index]))
    match(index, &market)
  }

  /// Cancels a working order; what has filled stays filled.
  mutating func cancel(_ id: String, at time: EventTime) throws(Refusal) {
    guard let index = byID[id] else { throw .unknownOrder }
    guard orders[index].state.isWorking else {
      let word = orders[index].state == .cancelled ? "cancelled" : "completed"
      throw Refusal(
        code: orders[index].state == .cancelled ? -209 : -161, message: "Order is already \(word)")
    }
    orders[index].updatedAt = time
    finish(index, .cancelled, message: "")
  }

  /// Ends what is left of the day's orders: the trading day is over.
  mutating func expireOrders(at time: EventTime) {
    for index in orders.indices where orders[index].state.isWorking {
      orders[index].updatedAt = time
      finish(index, .expired, message: "The order's day is over")
    }
  }

  /// Looks at the working orders of an instrument after its tick.
  mutating func onTick(of instrument: Int, market: inout SimulatedMarket) {
    for fields in triggers.fired(instrument, market: market) { placeTriggered(fields, &market) }
    guard let indexes = working[instrument], !indexes.isEmpty else { return }
    for index in indexes where orders[index].state.isWorking {
      match(index, &market)
      if orders[index].terms.isImmediate, orders[index].state.isWorking,
        orders[index].matching.earliest.map({ $0 <= market.time }) ?? true
      {
        finish(index, .cancelled, message: "IOC order cancelled, nothing more to be had")
      }
    }
  }

  private mutating func placeTriggered(_ fields: OrderFields, _ market: inout SimulatedMarket) {
    do throws(Refusal) {
      _ = try place(fields, market: &market)
    } catch {
      // The rejected row in the book, or the trigger's own state, says what became of it.
    }
  }

  private mutating func finish(_ index: Int, _ state: OrderState, message: String) {
    orders[index].state = state
    orders[index].message = message
    orders[index].blocked = 0
    working[orders[index].instrument]?.removeAll { $0 == index }
    events.append(.order(orders[index]))
    cancelSibling(of: index, after: state)
  }

  // MARK: Matching

  private mutating func match(_ index: Int, _ market: inout SimulatedMarket) {
    guard let quote = market.quotes[orders[index].instrument] else { return }
    if let earliest = orders[index].matching.earliest, market.time < earliest { return }
    let instrument = market.catalogue.all[orders[index].instrument]
    let side = orders[index].side
    if orders[index].terms.kind.hasTrigger, !orders[index].matching.isTriggered {
      let last = quote.tick.ltp
      guard side > 0 ? last >= orders[index].terms.stopPrice : last <= orders[index].terms.stopPrice
      else {
        return
      }
      orders[index].matching.isTriggered = true
    }
    // Without a counterparty the order waits, and the band of a market order is not drawn yet.
    guard let price = quote.offer(toBuyer: side > 0) else { return }
    if !orders[index].terms.kind.hasLimit, orders[index].matching.protection == nil {
      orders[index].matching.protection = MarketProtection.limit(
        instrument, side: side, last: quote.tick.ltp)
    }
    let limit = orders[index].shownLimit
    guard side > 0 ? price <= limit : price >= limit else { return }
    let displayed = (side > 0 ? quote.availableAsk : quote.availableBid) ?? orders[index].remaining
    let quantity = min(orders[index].remaining, displayed / instrument.lot * instrument.lot)
    guard quantity > 0 else { return }
    market.consume(quantity, of: orders[index].instrument, byBuyer: side > 0)
    fill(index, quantity, price, &market)
  }

  private mutating func fill(
    _ index: Int, _ quantity: Int64, _ price: Price, _ market: inout SimulatedMarket
  ) {
    let before = orders[index]
    orders[index].blocked =
      before.blocked * Int128(before.remaining - quantity)
      / Int128(max(1, before.remaining))
    orders[index].fills.quantity += quantity
    orders[index].fills.value += Int128(price.micros) * Int128(quantity)
    orders[index].updatedAt = market.time
    let trade = SimulatedTrade(
      order: index, number: "\(before.id)-\(numbers.trade())", quantity: quantity, price: price,
      time: market.time)
    trades.append(trade)
    let place = position(before.instrument, before.product)
    positions[place].apply(side: before.side, quantity: quantity, price: price)
    let isWhole = orders[index].fills.quantity == orders[index].terms.quantity
    events.append(.trade(trade, orders[index]))
    events.append(.position(positions[place]))
    if isWhole {
      finish(index, .filled, message: "")
      placeLegs(of: index, &market)
    } else {
      events.append(.order(orders[index]))
    }
  }

  private mutating func position(_ instrument: Int, _ product: ProductType) -> Int {
    if let found = positions.firstIndex(where: {
      $0.instrument == instrument && $0.product == product
    }) {
      return found
    }
    positions.append(SimulatedPosition(instrument: instrument, product: product))
    return positions.count - 1
  }
}

extension SimulatedAccount {
  /// Units of the same product that an order could close, minus those other orders close already.
  private func closable(
    _ fields: OrderFields, _ instrument: SimulatedInstrument, except: Int? = nil
  ) -> Int64 {
    let held =
      positions.first { $0.instrument == instrument.id.position && $0.product == fields.product }?
      .net ?? 0
    guard held * fields.side < 0 else { return 0 }
    var pending: Int64 = 0
    for index in working[instrument.id.position] ?? []
    where orders[index].product == fields.product && orders[index].side == fields.side
      && orders[index].ids.parent == nil && index != except
    {
      pending += orders[index].remaining
    }
    return max(0, abs(held) - pending)
  }

  private func marginNeeded(
    _ fields: OrderFields, _ instrument: SimulatedInstrument, last: Price, except: Int? = nil
  ) -> Int128 {
    let held = closable(fields, instrument, except: except)
    let quantity = fields.quantity - min(fields.quantity, held)
    let price = fields.kind.hasLimit ? fields.limitPrice : last
    return MarginRule.blocked(
      instrument, product: fields.product, side: fields.side, quantity: quantity, price: price)
  }

  /// Cancels the other protective leg when one of a pair is done with.
  private mutating func cancelSibling(of index: Int, after state: OrderState) {
    guard let parent = orders[index].ids.parent, state == .filled else { return }
    for other in orders.indices
    where other != index && orders[other].ids.parent == parent && orders[other].state.isWorking {
      finish(other, .cancelled, message: "The other leg was filled")
    }
  }

  /// Places the protective legs of an order that has filled whole.
  private mutating func placeLegs(of index: Int, _ market: inout SimulatedMarket) {
    let entry = orders[index]
    guard entry.ids.parent == nil, entry.legs.isAsked else { return }
    let legs = ProtectiveLegs(entry: entry, instrument: market.catalogue.all[entry.instrument])
    for fields in [legs.stopOrder, legs.targetOrder].compactMap(\.self) {
      do throws(Refusal) {
        _ = try place(fields, market: &market, parent: entry.id)
      } catch {
        // The leg was rejected; its row in the book says why.
      }
    }
  }

  /// Moves units of a position to another product.
  ///
  /// - Parameters:
  ///   - source: Index of the position.
  ///   - quantity: How many units, at most what is held.
  ///   - product: Where to.
  mutating func convert(_ source: Int, quantity: Int64, to product: ProductType) {
    let side: Int64 = positions[source].net > 0 ? 1 : -1
    let price = positions[source].release(quantity)
    let target = position(positions[source].instrument, product)
    positions[target].apply(side: side, quantity: quantity, price: price)
    events.append(.position(positions[source]))
    events.append(.position(positions[target]))
  }
}
