import Market
import Money

extension Desk {
  /// Checks a request and stages it until the callback returns.
  ///
  /// - Returns: The order's place and number, the denial, or why the request makes no sense.
  public mutating func place(_ request: OrderRequest) -> OrderTicket {
    rememberCheckpoint()
    requestsThisTick += 1
    guard requestsThisTick <= Self.requestsPerTick else {
      return .misuse("more than \(Self.requestsPerTick) requests in one tick")
    }
    if let misuse = misuse(in: request.protection, of: request.instrument) {
      return .misuse(misuse)
    }
    do throws(Denial) {
      let approved = try approve(request)
      return stage(request, approved)
    } catch {
      record(error, of: request)
      return .denied(error)
    }
  }

  private func misuse(in protection: ProtectionRequest?, of instrument: InstrumentID) -> String? {
    guard let protection, protection.needsRisk else { return nil }
    if let stop = protection.stopLoss, !stop.needsRisk { return nil }
    if slots[instrument.position].protection.hasRisk { return nil }
    return "R() needs a stop-loss to measure by"
  }

  private mutating func stage(_ request: OrderRequest, _ approved: ApprovedRequest) -> OrderTicket {
    let (index, working) = open(request, approved, isAsked: true)
    staged.append(.order(working))
    return .approved(index: index, number: lastNumber)
  }

  /// Gives an approved request its id and its holds.
  mutating func open(_ request: OrderRequest, _ approved: ApprovedRequest, isAsked: Bool) -> (
    index: Int, working: WorkingOrder
  ) {
    lastNumber += 1
    let order = Order(
      number: lastNumber, instrument: request.instrument, quantity: approved.quantity, time: clock,
      tag: texts.intern(request.tag), source: texts.intern(request.source),
      reason: texts.intern(request.reason.text), detail: 0, side: request.side,
      type: request.type, isEntry: approved.isEntry, isAsked: isAsked)
    let index = orders.append(order)
    var working = WorkingOrder(
      index: index, instrument: request.instrument, remaining: approved.quantity,
      price: approved.price, trigger: approved.trigger,
      dueAt: clock.advanced(byNanoseconds: settings.latencyNanoseconds), hold: approved.hold,
      protection: request.protection, side: request.side, type: request.type,
      isEntry: approved.isEntry)
    working.cancelsRestingExits = request.cancelsRestingExits
    let slot = request.instrument.position
    if approved.isEntry {
      heldCash += approved.hold.micros
      slots[slot].pendingEntries += approved.quantity
      dayEntries += 1
    } else {
      if request.cancelsRestingExits { stageCancellationOfRestingExits(request.instrument) }
      slots[slot].heldForExits += approved.quantity
    }
    return (index, working)
  }

  /// Frees what resting exits of a symbol hold; they are taken back when the staged exit is sent.
  private mutating func stageCancellationOfRestingExits(_ instrument: InstrumentID) {
    for position in working.indices
    where working[position].instrument == instrument && !working[position].isEntry
      && working[position].holdsQuantity && working[position].isResting
    {
      working[position].holdsQuantity = false
      slots[instrument.position].heldForExits -= working[position].remaining
    }
  }

  mutating func record(_ denial: Denial, of request: OrderRequest) {
    denialCount += 1
    if denials.count < Self.denialsKept {
      denials.append(
        DenialRecord(
          denial: denial, side: request.side, instrument: request.instrument,
          quantity: request.quantity.wholeNumber,
          sequence: sequence, source: request.source))
    }
    var decision = Decision(
      sequence: sequence, instrument: request.instrument,
      quantity: request.quantity.wholeNumber, reason: texts.intern(denial.reason.rawValue),
      kind: .denial)
    decision.tag = texts.intern(request.tag)
    decision.side = request.side
    decision.type = request.type
    stagedDecisions.append(decision)
  }
}
