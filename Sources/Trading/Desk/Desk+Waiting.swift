import Market
import Money

/// Orders that are kept here until they are sent: for the next continuous trading, or for another order.
extension Desk {
  /// Keeps an order that waits.
  mutating func keep(_ order: StagedOrder) {
    var working = WorkingOrder(order)
    working.wait = order.wait
    orders.work(working)
    if script.cancelledBeforeSending.contains(order.index) { return cancel(order.index) }
    if case .order(let other)? = order.wait, !orders[other].status.isWorking {
      sendFollowers(of: other)
    }
  }

  /// Sends the orders that have waited for the end of another, or takes them back where it did not fill.
  mutating func sendFollowers(of other: Int) {
    guard orders.working.contains(where: { $0.wait == .order(other) }) else { return }
    for order in orders.working where order.wait == .order(other) {
      if orders[other].status == .executed {
        sendWaiting(order.index)
      } else {
        withdraw(order.index, .script)
      }
    }
  }

  /// Sends the orders that have waited for a symbol's continuous trading.
  mutating func sendWaiting(of instrument: InstrumentID) {
    for order in orders.working where order.instrument == instrument && order.wait == .open {
      sendWaiting(order.index)
    }
  }

  /// Judges a waiting order like a new one, and sends it.
  private mutating func sendWaiting(_ order: Int) {
    guard let position = orders.position(of: order) else { return }
    let waiting = orders.working[position].approved
    let place = waiting.instrument.position
    orders.suspendHold(position)
    let isOfToday =
      IndianTime(waiting.askedAt).day == IndianTime(clock).day
    var now = circumstances(of: place)
    // It is among today's entries already when it was asked for today.
    if waiting.isEntry, isOfToday { now.day.entries -= 1 }
    let risk = protection[place].risk
    do throws(Denial) {
      let approved = try gate.approve(
        again: waiting, filled: orders[order].filled, protection: orders.plan(of: order)?.request,
        now, busyPositions: busyPositions(), risk: risk)
      if waiting.isEntry, !isOfToday { book.day.entries += 1 }
      orders.send(position, as: approved, at: clock)
      decide(order: order, .request, price: approved.price, trigger: approved.trigger)
      if exchange != nil {
        exchange?.rest(order, approved)
        actNow(order)
      } else {
        outbox.effects.append(.submit(desk: index, order: order, approved))
      }
    } catch {
      take(OrderUpdate(order: order, .rejected(error)))
    }
  }

  /// Whether an order that an exchange outside took back at the end of the day is kept, to be sent again.
  mutating func keepsOverNight(_ order: Int) -> Bool {
    guard exchange == nil, let position = orders.position(of: order) else { return false }
    let working = orders.working[position]
    guard working.approved.validity == .untilCancelled, !working.isLeaving,
      !agenda.isOpen(working.instrument.position)
    else { return false }
    orders.park(position, .open)
    return true
  }

  // MARK: The end of continuous trading

  /// Ends a symbol's continuous trading: what works is cancelled, what is on its way arrives too late.
  mutating func endTrading(_ place: Int) {
    book.endQuote(place)
    let instrument = gate.instruments[place].id
    for order in orders.working where order.instrument == instrument {
      if order.wait != nil {
        // It has waited through the whole of this trading, in which no tick came.
        if order.wait == .open, order.approved.validity != .untilCancelled {
          withdraw(order.index, .dayEnd)
        }
        continue
      }
      guard let position = orders.position(of: order.index) else { continue }
      guard exchange != nil else {
        // An exchange outside ends its day by itself, and says so.
        orders.expectEnd(position, reason: texts.intern(CancelReason.dayEnd.text))
        continue
      }
      let arrival = exchange?.arrival(of: order.index) ?? clock
      if order.approved.validity == .untilCancelled, !order.isLeaving {
        keepOverNight(order, at: position)
      } else if arrival > clock {
        exchange?.remove(order.index)
        agenda.wait(for: .arrival(order: order.index), at: arrival)
      } else {
        withdraw(order.index, .dayEnd)
      }
    }
  }

  /// Keeps an order, whose changes on their way come too late, to send it again.
  private mutating func keepOverNight(_ order: WorkingOrder, at position: Int) {
    exchange?.remove(order.index)
    for _ in order.changes {
      let late = Denial(.sessionClosed, "The session had ended when the change arrived.")
      take(OrderUpdate(order: order.index, .changeRejected(late)))
    }
    orders.park(position, .open)
  }

  /// Ends an order that arrives after the end of its symbol's continuous trading.
  mutating func arriveLate(_ order: Int) {
    guard let position = orders.position(of: order) else { return }
    let symbol = gate.instruments[orders.working[position].instrument.position].symbol
    take(
      OrderUpdate(
        order: order,
        .rejected(Denial(.sessionClosed, "The session of \(symbol) had ended when it arrived."))))
  }
}
