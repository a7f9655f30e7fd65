import Market
import Money

/// The paper exchange at work: orders meet the last quotes.
extension Desk {
  /// Lets an order act in the step that asked for it, when there is no latency.
  mutating func actNow(_ order: Int) {
    guard exchange?.isImmediate == true, let position = exchange?.position(of: order),
      let instrument = exchange?.resting[position].approved.instrument,
      isDealing(instrument.position)
    else { return }
    act(at: position)
  }

  /// Lets the working orders of a symbol act on its tick, in the order of their ids.
  mutating func lookAtWorkingOrders(of instrument: InstrumentID) {
    var position = 0
    while let count = exchange?.resting.count, position < count {
      guard exchange?.resting[position].approved.instrument == instrument else {
        position += 1
        continue
      }
      act(at: position)
      // An order that ended left its place to the next; otherwise go on.
      if exchange?.resting.count == count { position += 1 }
    }
  }

  /// Lets one order of the paper exchange act on its symbol's last tick, when it is due and its price is there.
  private mutating func act(at position: Int) {
    guard let resting = exchange?.resting[position] else { return }
    let order = resting.order
    while true {
      switch exchange?.act(at: position, by: moment.clock) {
      case .cancel:
        take(OrderUpdate(order: order, .cancelled))
        return
      case .change: take(OrderUpdate(order: order, .changed))
      case .mayDeal: return meetMarket(order, at: position)
      case .wait, nil: return
      }
    }
  }

  /// Lets an order whose moment has come look for its price.
  private mutating func meetMarket(_ order: Int, at position: Int) {
    // What close() has claimed is cancelled as soon as that is sent, and must not sell before.
    guard let place = orders.position(of: order),
      orders.working[place].isEntry || orders.working[place].holdsQuantity
    else { return }
    let working = orders.working[place]
    if let reason = barred(working) { return withdraw(order, reason) }
    let tick = book.holdings[working.instrument.position].tick
    switch exchange?.match(at: position, tick) {
    case .deal(let price):
      exchange?.remove(order)
      deal(
        StagedOrder(index: order, approved: working.approved), units: working.remaining,
        at: price, isWorking: true)
    case let found:
      if working.approved.validity == .immediate { return withdraw(order, .immediate) }
      guard found == .nobody, working.isEntry else { return }
      setTimeout(of: order)
    }
  }

  /// An entry that finds nobody to deal with is taken back after a while.
  private mutating func setTimeout(of order: Int) {
    guard !agenda.isAwaited(.timeout(order: order)) else { return }
    agenda.wait(
      for: .timeout(order: order),
      at: clock.advanced(byNanoseconds: settings.orderTimeoutNanoseconds))
  }

  /// Why a resting entry may not fill any more, because entries have ended meanwhile; nil: it may.
  func barred(_ order: WorkingOrder) -> CancelReason? {
    guard order.isEntry, order.isResting else { return nil }
    if allowance.mode != .running { return .operator }
    return book.day.isLossLimitHit ? .limit("max_loss") : nil
  }

  /// Fills an order of the paper exchange whole, or rejects it with the reason why it cannot be.
  mutating func deal(
    _ order: StagedOrder, units: Int64, at price: Price, isWorking: Bool
  ) {
    let deal = Book.Deal(
      place: order.approved.instrument.position, side: order.approved.side,
      isEntry: order.approved.isEntry, units: units, price: price,
      product: order.approved.product)
    do throws(Denial) {
      let execution = try book.execution(of: deal, gate.settings.charges)
      if deal.isEntry, execution.ledger.wallet < .zero {
        throw .balance(
          need: Amount(micros: -execution.entry.wallet.micros), available: book.ledger.wallet)
      }
      if isWorking {
        let update = OrderUpdate(order: order.index, .filled(units: units, price: price))
        orders.apply(update, at: moment.clock)
        agenda.forget(.timeout(order: order.index))
      } else {
        orders.fillAtOnce(order.index, order.approved, at: moment.clock)
      }
      post(execution, of: deal, order: order.index)
    } catch {
      let update = OrderUpdate(order: order.index, .rejected(error))
      if isWorking {
        orders.apply(update, at: moment.clock)
      } else {
        orders.refuseAtOnce(update, order.approved, at: moment.clock)
      }
      tellEnd(update, askedFor: orders[order.index].reason)
    }
  }
}
