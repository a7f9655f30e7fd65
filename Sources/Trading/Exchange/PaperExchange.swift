import Market
import Money

/// The exchange of a dry run: it matches orders against the last quotes, whole, and knows no other traders.
///
/// It stands where a broker would, and takes what a broker would take: approved orders, changes and
/// cancellations. What it answers are ``OrderUpdate``s. Without latency it answers within the same step; with it,
/// at the first tick of the symbol at or after the moment.
struct PaperExchange: Codable, Sendable {
  /// An order that waits for its moment or its price.
  struct Resting: Codable, Sendable {
    /// The order's place in its desk's list.
    var order: Int
    /// The order, with the changes that have acted.
    var approved: ApprovedOrder
    /// Whether the trigger was reached.
    var isTriggered = false
    /// Changes on their way, oldest first, with the moments from which they act.
    var changes: [DueChange] = []
    /// The moment from which its cancellation acts; nil: none asked.
    var cancelAt: EventTime?
    /// The moment from which it may act.
    var dueAt: EventTime
  }

  /// New terms on their way, and the moment from which they act.
  struct DueChange: Codable, Sendable {
    var change: ApprovedChange
    var at: EventTime
  }

  /// What an order does next at a tick.
  enum Act: Sendable {
    /// Nothing.
    case wait
    /// It is taken back, as asked.
    case cancel
    /// Its oldest change is in force.
    case change
    /// It may deal: its moment has come.
    case mayDeal
  }

  /// What an order finds at a tick.
  enum Match: Equatable, Sendable {
    /// Its price is not there.
    case none
    /// Its price is there, but nobody quotes the other side.
    case nobody
    /// It deals at this price.
    case deal(Price)
  }

  /// Nanoseconds between what is asked and the moment it acts.
  let latency: Int64
  /// What triggers watch.
  let trigger: TriggerPrice
  /// In the order of ids.
  private(set) var resting: [Resting] = []

  /// An exchange without orders.
  init(latency: Int64, trigger: TriggerPrice) {
    self.latency = latency
    self.trigger = trigger
  }

  /// Takes over what rests at another.
  mutating func takeOver(_ other: PaperExchange) { resting = other.resting }

  /// Whether whatever is asked acts at once.
  @inline(__always)
  var isImmediate: Bool { latency <= 0 }

  /// When what is asked now acts.
  private func moment(after clock: EventTime) -> EventTime {
    clock.advanced(byNanoseconds: latency)
  }

  /// The price at which a market order deals as it comes in, without ever resting; nil for all others.
  @inline(__always)
  func priceAtOnce(of order: borrowing ApprovedOrder, bid: Price, ask: Price) -> Price? {
    guard order.type == .market, isImmediate else { return nil }
    let market = order.side == .buy ? ask : bid
    return market > .zero ? market : nil
  }

  /// Takes an order in.
  mutating func rest(_ order: Int, _ approved: ApprovedOrder) {
    let position = (resting.lastIndex { $0.order < order } ?? -1) + 1
    resting.insert(
      Resting(order: order, approved: approved, dueAt: moment(after: approved.askedAt)),
      at: position)
  }

  /// The moment from which an order may act; nil when it does not rest here.
  func arrival(of order: Int) -> EventTime? { position(of: order).map { resting[$0].dueAt } }

  /// Where an order rests; nil when it does not.
  func position(of order: Int) -> Int? { resting.lastIndex { $0.order == order } }

  /// Takes a cancellation.
  ///
  /// - Returns: Whether the order is gone already, rather than once the latency has passed.
  mutating func cancel(_ order: Int, askedAt clock: EventTime) -> Bool {
    guard let position = position(of: order) else { return false }
    guard !isImmediate else {
      resting.remove(at: position)
      return true
    }
    if resting[position].cancelAt == nil { resting[position].cancelAt = moment(after: clock) }
    return false
  }

  /// Takes an order out at once, whatever the latency: it has ended.
  mutating func remove(_ order: Int) {
    if let position = position(of: order) { resting.remove(at: position) }
  }

  /// Takes a change, which acts once the latency has passed.
  mutating func modify(_ order: Int, _ change: ApprovedChange) {
    guard let position = position(of: order) else { return }
    resting[position].changes.append(
      DueChange(change: change, at: moment(after: change.askedAt)))
  }

  /// What an order does next at an event of its symbol; a change is taken with it, a cancelled order is gone.
  mutating func act(at position: Int, by clock: EventTime) -> Act {
    if let moment = resting[position].cancelAt, moment <= clock {
      resting.remove(at: position)
      return .cancel
    }
    if let next = resting[position].changes.first, next.at <= clock {
      resting[position].changes.removeFirst()
      resting[position].approved.take(next.change)
      return .change
    }
    return resting[position].dueAt <= clock ? .mayDeal : .wait
  }

  /// What an order finds at a tick; a trigger that is reached stays so.
  mutating func match(at position: Int, _ tick: borrowing Tick) -> Match {
    let order = resting[position].approved
    let isBuy = order.side == .buy
    let market = isBuy ? tick.ask : tick.bid
    if order.type.hasTrigger, !resting[position].isTriggered {
      let watched = self.trigger.price(in: tick, for: order.side)
      guard let trigger = order.trigger, watched > .zero,
        isBuy ? watched >= trigger : watched <= trigger
      else { return .none }
      resting[position].isTriggered = true
    }
    if order.type.hasPrice, let limit = order.price {
      guard market > .zero, isBuy ? market <= limit : market >= limit else { return .none }
      return .deal(market)
    }
    return market > .zero ? .deal(market) : .nobody
  }
}
