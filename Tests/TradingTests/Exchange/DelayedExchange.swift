import Market
import Money
import TestSupport

@testable import Trading

/// An exchange outside: it takes effects, thinks for a while, and answers with events; in parts, twice, or not
/// at all for some time.
struct DelayedExchange {
  /// An order as the exchange knows it.
  struct Order {
    let index: Int
    var approved: ApprovedOrder
    var filled: Int64 = 0
    var isTriggered = false
    var isLost = false
    var dueAt: EventTime
    var remaining: Int64 { approved.quantity - filled }
  }

  /// Something that was asked for and has not acted yet.
  private enum Asked {
    case cancel(Int)
    case modify(Int, ApprovedChange)
  }

  private(set) var orders: [Order] = []
  /// Units bought less units sold, by symbol.
  private(set) var net: [Int64]
  /// What was filled, by the place of the order.
  private(set) var filled: [Int: Int64] = [:]
  /// How many answers of each kind were given.
  private(set) var counts: [String: Int] = [:]
  private var asked: [(what: Asked, at: EventTime)] = []
  private var random: SplitMix64

  init(symbolCount: Int64, random: SplitMix64) {
    net = Array(repeating: 0, count: Int(symbolCount))
    self.random = random
  }

  /// Whether nothing is under way any more.
  var isIdle: Bool { orders.isEmpty && asked.isEmpty }

  /// Takes what leaves the engine.
  mutating func take(_ effects: [Effect], at clock: EventTime) {
    for effect in effects {
      let moment = clock.advanced(byNanoseconds: random.below(3_000_000_000))
      switch effect {
      case .submit(_, let index, let approved):
        orders.append(Order(index: index, approved: approved, dueAt: moment))
      case .cancel(_, let index): asked.append((.cancel(index), moment))
      case .modify(_, let index, let change): asked.append((.modify(index, change), moment))
      default: break
      }
    }
  }

  /// What it has to say at a moment, given the last ticks.
  mutating func answers(at clock: EventTime, _ quotes: [Tick?]) -> [OrderUpdate] {
    var updates: [OrderUpdate] = []
    // In the order asked: "the oldest change" means one thing on both sides.
    let due = Array(asked.prefix { $0.at <= clock })
    asked.removeFirst(due.count)
    for (what, _) in due { updates += answer(what) }
    for place in orders.indices.reversed() {
      guard orders[place].dueAt <= clock,
        let tick = quotes[orders[place].approved.instrument.position]
      else { continue }
      updates += act(place, tick)
    }
    return updates
  }

  private mutating func answer(_ what: Asked) -> [OrderUpdate] {
    switch what {
    case .cancel(let index):
      guard let place = orders.firstIndex(where: { $0.index == index }) else {
        return [say(index, .cancelRejected(Denial(.brokerReject, "It is done.")), "cancel reject")]
      }
      if random.oneIn(8) {
        return [say(index, .cancelRejected(Denial(.brokerReject, "Not now.")), "cancel reject")]
      }
      orders.remove(at: place)
      return [say(index, .cancelled, "cancelled")]
    case .modify(let index, let change):
      guard let place = orders.firstIndex(where: { $0.index == index }),
        change.quantity > orders[place].filled, !random.oneIn(6)
      else {
        return [say(index, .changeRejected(Denial(.brokerReject, "Too late.")), "change reject")]
      }
      orders[place].approved.take(change)
      return [say(index, .changed, "changed")]
    }
  }

  private mutating func act(_ place: Int, _ tick: Tick) -> [OrderUpdate] {
    let index = orders[place].index
    if orders[place].isLost {
      guard random.oneIn(2) else { return [] }
      orders[place].isLost = false
      return [say(index, .found, "found")]
    }
    if random.oneIn(12) {
      orders[place].isLost = true
      return [say(index, .lost, "lost")]
    }
    if orders[place].filled == 0, random.oneIn(12) {
      orders.remove(at: place)
      return [say(index, .rejected(Denial(.brokerReject, "No.")), "rejected")]
    }
    guard let price = price(place, tick) else { return [] }
    let remaining = orders[place].remaining
    let units = random.oneIn(2) ? remaining : 1 + random.below(remaining)
    let order = orders[place].approved
    orders[place].filled += units
    filled[index, default: 0] += units
    net[order.instrument.position] += order.side == .buy ? units : -units
    if orders[place].remaining == 0 { orders.remove(at: place) }
    return [
      say(index, .filled(units: units, price: price), units == remaining ? "filled" : "part")
    ]
  }

  private mutating func price(_ place: Int, _ tick: Tick) -> Price? {
    let order = orders[place].approved
    let market = order.side == .buy ? tick.ask : tick.bid
    guard market > .zero else { return nil }
    if let trigger = order.trigger, !orders[place].isTriggered {
      guard order.side == .buy ? tick.ltp >= trigger : tick.ltp <= trigger else { return nil }
      orders[place].isTriggered = true
    }
    guard let limit = order.price else { return market }
    return (order.side == .buy ? market <= limit : market >= limit) ? market : nil
  }

  private mutating func say(_ index: Int, _ news: OrderUpdate.News, _ name: String) -> OrderUpdate {
    counts[name, default: 0] += 1
    return OrderUpdate(order: index, news)
  }
}
