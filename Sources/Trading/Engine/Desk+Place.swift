public import Market
import Money

extension Desk {
  /// Checks a request and stages it until the callback returns.
  ///
  /// - Returns: The order's place and number, the denial, or why the request makes no sense.
  public mutating func place(_ request: OrderRequest) -> OrderTicket {
    if let misuse = countRequest(of: request.instrument) { return .misuse(misuse) }
    if let misuse = misuse(in: request.protection, of: request.instrument) {
      return .misuse(misuse)
    }
    do throws(Denial) {
      let (terms, approved) = try approve(request)
      let labels = OrderLabels(
        tag: texts.intern(request.tag), source: texts.intern(request.source),
        reason: texts.intern(request.reason.text))
      return stage(terms, approved, labels, request.planned)
    } catch {
      record(
        error, side: request.side, type: request.type, instrument: request.instrument,
        quantity: request.quantity.wholeNumber, tag: request.tag, source: request.source)
      return .denied(error)
    }
  }

  /// Checks a plain market order of the script and stages it until the callback returns.
  public mutating func placeMarket(
    _ side: OrderSide, _ instrument: InstrumentID, quantity: Int64, isClose: Bool, source: String
  ) -> OrderTicket {
    if let misuse = countRequest(of: instrument) { return .misuse(misuse) }
    do throws(Denial) {
      try checkPhase()
      var terms = OrderTerms(
        side: side, instrument: instrument, quantity: try checkedQuantity(quantity), type: .market)
      terms.cancelsRestingExits = isClose
      let approved = try approve(terms, protection: nil)
      let labels = OrderLabels(
        source: texts.intern(source), reason: texts.intern(OrderReason.script.text))
      return stage(terms, approved, labels, nil)
    } catch {
      record(
        error, side: side, type: .market, instrument: instrument, quantity: quantity, tag: "",
        source: source)
      return .denied(error)
    }
  }

  /// Counts a request; why it is none at all, as a sentence.
  private mutating func countRequest(of instrument: InstrumentID) -> String? {
    rememberCheckpoint()
    requestsThisTick += 1
    guard requestsThisTick <= Self.requestsPerTick else {
      return "more than \(Self.requestsPerTick) requests in one tick"
    }
    return isKnown(instrument) ? nil : "unknown symbol"
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

  private mutating func stage(
    _ terms: OrderTerms, _ approved: ApprovedRequest, _ labels: OrderLabels,
    _ planned: PlannedProtection?
  ) -> OrderTicket {
    let (index, working) = open(terms, approved, labels, planned, isAsked: true)
    staged.append(.order(working))
    return .approved(index: index, number: lastNumber)
  }

  /// Gives an approved request its id and its holds.
  mutating func open(
    _ terms: OrderTerms, _ approved: ApprovedRequest, _ labels: OrderLabels,
    _ planned: PlannedProtection? = nil, isAsked: Bool
  ) -> (index: Int, working: WorkingOrder) {
    lastNumber += 1
    let index = orders.append(
      Order(
        number: lastNumber, instrument: terms.instrument, quantity: terms.quantity, time: clock,
        tag: labels.tag, source: labels.source, reason: labels.reason, detail: 0,
        side: terms.side, type: terms.type, isEntry: approved.isEntry, isAsked: isAsked))
    var working = WorkingOrder(
      index: index, instrument: terms.instrument, remaining: terms.quantity, price: terms.price,
      trigger: terms.trigger, dueAt: clock.advanced(byNanoseconds: settings.latencyNanoseconds),
      hold: approved.hold, heldUnits: terms.quantity, protection: planned, side: terms.side,
      type: terms.type, isEntry: approved.isEntry)
    working.cancelsRestingExits = terms.cancelsRestingExits
    let slot = terms.instrument.position
    if approved.isEntry {
      heldCash += approved.hold.micros
      slots[slot].pendingEntries += terms.quantity
      dayEntries += 1
    } else {
      if terms.cancelsRestingExits { stageCancellationOfRestingExits(terms.instrument) }
      slots[slot].heldForExits += terms.quantity
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

  private mutating func record(
    _ denial: Denial, side: OrderSide, type: OrderType, instrument: InstrumentID,
    quantity: Int64?, tag: String, source: String
  ) {
    denialCount += 1
    if denials.count < Self.denialsKept {
      denials.append(
        DenialRecord(
          denial: denial, side: side, instrument: instrument, quantity: quantity,
          sequence: sequence, source: source))
    }
    stagedDecisions.append(
      Decision(
        sequence: sequence, instrument: instrument, quantity: quantity,
        reason: texts.intern(denial.reason.rawValue), tag: texts.intern(tag), kind: .denial,
        side: side, type: type))
  }
}
