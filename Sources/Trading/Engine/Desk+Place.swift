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
    guard isKnown(request.instrument) else { return .misuse("unknown symbol") }
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

  /// Whether an id names an instrument of this desk; ids may come from another process.
  func isKnown(_ instrument: InstrumentID) -> Bool { slots.indices.contains(instrument.position) }

  /// What makes no sense in a protection, as a sentence; nil when all of it does.
  func misuse(in protection: ProtectionRequest?, of instrument: InstrumentID) -> String? {
    guard let protection else { return nil }
    if let sentence = misuse(in: protection.targets ?? []) { return sentence }
    guard protection.needsRisk, !slots[instrument.position].protection.hasRisk else { return nil }
    if let stop = protection.stopLoss, !stop.needsRisk { return nil }
    return "R() needs a stop-loss to measure by"
  }

  private func misuse(in targets: [ProtectionRequest.Target]) -> String? {
    var sum = Int128(0)
    for target in targets {
      guard target.shareNanos > 0 else { return "take_profit: a share is above zero" }
      sum += Int128(target.shareNanos)
    }
    // Decimal shares such as three times 0.333333333 may miss one by a few thousand-millionths.
    return sum > 1_000_000_010 ? "take_profit: the shares exceed 1" : nil
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
      heldUnits: approved.quantity, protection: request.planned,
      side: request.side,
      type: request.type, isEntry: approved.isEntry)
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
      slots[instrument.position].heldForExits -= working[position].heldUnits
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
