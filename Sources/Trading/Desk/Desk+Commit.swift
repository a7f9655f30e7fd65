import Market
import Money

/// The end of a callback: what it asked for is carried out, or rolled back.
extension Desk {
  /// Remembers what a callback that fails goes back to.
  ///
  /// Taken at the first request of a callback, so that callbacks without one cost nothing.
  mutating func rememberCheckpoint() {
    guard script.checkpoint == nil else { return }
    script.checkpoint = ScriptContext.Checkpoint(
      orderCount: orders.count, lastNumber: orders.lastNumber, denials: denialLog.mark,
      dayEntries: book.day.entries)
  }

  /// Carries out what a callback staged: changes first, then exits, then entries, each as asked.
  mutating func commit() {
    script.checkpoint = nil
    guard !script.staged.isEmpty || !script.denials.isEmpty else { return }
    if !script.denials.isEmpty {
      for decision in script.denials { outbox.decide(decision) }
      script.denials.removeAll(keepingCapacity: true)
    }
    // Most callbacks that ask for something ask for one order.
    if script.staged.count == 1, let order = script.staged[0].order {
      _ = script.staged.removeLast()
      return send(order)
    }
    let batch = script.takeStaged()
    for action in batch.actions { change(action, batch.protections) }
    for action in batch.actions {
      if let order = action.order, !order.approved.isEntry { send(order) }
    }
    for action in batch.actions {
      if let order = action.order, order.approved.isEntry { send(order) }
    }
    script.reuse(batch)
  }

  private mutating func change(
    _ action: ScriptContext.Staged, _ protections: [ProtectionRequest]
  ) {
    switch action {
    case .order: break
    case .cancel(let index):
      // Asked and taken back in one callback: it is cancelled as soon as it is sent.
      guard orders.position(of: index) != nil else {
        script.cancelledBeforeSending.append(index)
        return
      }
      cancel(index)
    case .modify(let index, _, _): sendChange(of: index)
    case .protect(let instrument, let request):
      apply(protections[request], at: instrument.position)
    case .unprotect(let instrument): protection.clear(instrument.position)
    }
  }

  /// Drops what a failed callback staged, but for exits, which are carried out.
  mutating func rollBack() {
    script.denials.removeAll(keepingCapacity: true)
    for case .modify(let index, let cash, let units) in script.staged.reversed() {
      guard let position = orders.position(of: index) else { continue }
      orders.takeBackChange(at: position, hold: cash, units: units)
    }
    guard let checkpoint = script.checkpoint else {
      script.forgetStaged()
      return
    }
    script.checkpoint = nil
    denialLog.goBack(to: checkpoint.denials)
    book.day.entries = checkpoint.dayEntries
    var exits: [(order: Order, staged: StagedOrder)] = []
    var cancelled: [Int] = []
    for action in script.staged {
      if case .cancel(let index) = action { cancelled.append(index) }
      guard let order = action.order else { continue }
      if order.approved.isEntry {
        orders.release(WorkingOrder(order))
      } else {
        exits.append((orders[order.index], order))
      }
    }
    script.forgetStaged()
    orders.truncate(to: checkpoint.orderCount, lastNumber: checkpoint.lastNumber)
    for exit in exits {
      // The dropped entries gave their numbers back, so the exits that stay are numbered anew.
      let index = orders.reenter(exit.order)
      if cancelled.contains(exit.staged.index) { script.cancelledBeforeSending.append(index) }
      send(StagedOrder(index: index, approved: exit.staged.approved, wait: exit.staged.wait))
    }
    script.cancelledBeforeSending.removeAll(keepingCapacity: true)
  }

  /// Rolls a failed callback back, and stops calling the script.
  mutating func fail(_ failure: ScriptFailure) {
    rollBack()
    script.isRunning = false
    agenda.cancelTimers()
    if script.failure == nil { script.failure = failure }
    outbox.effects.append(.scriptFailed(desk: index, failure, sequence: sequence))
  }

  /// Drops whatever a callback asked for that should not have been, exits too; the session ends.
  mutating func forgetCallback() {
    let (staged, checkpoint) = (script.staged, script.checkpoint)
    dropStaged()
    for action in staged.reversed() {
      switch action {
      case .order(let order): orders.release(WorkingOrder(order))
      case .modify(let index, let cash, let units):
        guard let position = orders.position(of: index) else { continue }
        orders.takeBackChange(at: position, hold: cash, units: units)
      case .cancel, .protect, .unprotect: break
      }
    }
    guard let checkpoint else { return }
    book.day.entries = checkpoint.dayEntries
    orders.truncate(to: checkpoint.orderCount, lastNumber: checkpoint.lastNumber)
  }

  /// Drops whatever a callback that may not trade staged.
  mutating func dropStaged() {
    script.forgetStaged()
    script.news.removeAll(keepingCapacity: true)
    if let checkpoint = script.checkpoint {
      denialLog.goBack(to: checkpoint.denials)
    }
    script.checkpoint = nil
  }

  /// Gives the orders of the callback that has just run the numbers that follow the account's last.
  ///
  /// A script that ran ahead of others did not know how many orders came before its own.
  mutating func renumber(after number: Int32) {
    guard let checkpoint = script.checkpoint else {
      orders.lastNumber = number
      return
    }
    script.checkpoint?.lastNumber = number
    orders.renumber(from: checkpoint.orderCount, by: number - checkpoint.lastNumber)
  }
}
