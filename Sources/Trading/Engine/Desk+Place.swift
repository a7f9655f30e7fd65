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
    _ side: OrderSide, _ instrument: InstrumentID, quantity: Int64, isClose: Bool,
    file: borrowing String, line: Int32
  ) -> OrderTicket {
    if let misuse = countRequest(of: instrument) { return .misuse(misuse) }
    do throws(Denial) {
      try checkPhase()
      var terms = OrderTerms(
        side: side, instrument: instrument, type: .market, quantity: try checkedQuantity(quantity))
      terms.cancelsRestingExits = isClose
      let approved = try approve(terms, protection: nil)
      let labels = OrderLabels(source: source(file, line), reason: TextPool.script)
      let index = enter(terms, approved, labels, isAsked: true)
      staged.append(.market(index: index, hold: approved.hold, cancelsRestingExits: isClose))
      return .approved(index: index, number: lastNumber)
    } catch {
      let source = source(file, line)
      record(
        error, side: side, type: .market, instrument: instrument, quantity: quantity, tag: "",
        source: texts[source])
      return .denied(error)
    }
  }

  /// The pooled `file.lua:12` of a line of the script's own file; O(1) but for the first time.
  private mutating func source(_ file: borrowing String, _ line: Int32) -> TextPool.Index {
    let place = Int(line)
    if place >= 0, place < lineSources.count, lineSources[place] != 0 { return lineSources[place] }
    let index = texts.intern("\(file):\(line)")
    // A source has at most 256 KiB and no more lines; anything else is not worth remembering.
    guard place >= 0, place < Self.linesRemembered else { return index }
    while lineSources.count <= place { lineSources.append(0) }
    lineSources[place] = index
    return index
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

  /// Gives an approved request its id and its holds, and makes it ready to be sent.
  mutating func open(
    _ terms: OrderTerms, _ approved: ApprovedRequest, _ labels: OrderLabels,
    _ planned: PlannedProtection? = nil, isAsked: Bool
  ) -> (index: Int, working: WorkingOrder) {
    let index = enter(terms, approved, labels, isAsked: isAsked)
    let working = WorkingOrder(
      index: index, instrument: terms.instrument, remaining: terms.quantity, price: terms.price,
      trigger: terms.trigger, hold: approved.hold, heldUnits: terms.quantity,
      protection: planned, side: terms.side, type: terms.type, isEntry: approved.isEntry,
      cancelsRestingExits: terms.cancelsRestingExits,
      dueAt: clock.advanced(byNanoseconds: settings.latencyNanoseconds))
    return (index, working)
  }

  /// Gives an approved request its id, its place in the list and its holds.
  private mutating func enter(
    _ terms: OrderTerms, _ approved: ApprovedRequest, _ labels: OrderLabels, isAsked: Bool
  ) -> Int {
    lastNumber += 1
    let slot = terms.instrument.position
    if approved.isEntry {
      heldCash += approved.hold.micros
      slots[slot].pendingEntries += terms.quantity
      dayEntries += 1
    } else {
      if terms.cancelsRestingExits { stageCancellationOfRestingExits(terms.instrument) }
      slots[slot].heldForExits += terms.quantity
    }
    return orders.append(
      Order(
        number: lastNumber, instrument: terms.instrument, quantity: terms.quantity, time: clock,
        tag: labels.tag, source: labels.source, reason: labels.reason, detail: 0,
        side: terms.side, type: terms.type, isEntry: approved.isEntry, isAsked: isAsked))
  }

  /// The order that a staged action sends; nil when it sends none.
  func order(of action: StagedAction) -> WorkingOrder? {
    switch action {
    case .order(let order): order
    case .market(let index, let hold, let cancelsRestingExits):
      marketOrder(index, hold: hold, cancelsRestingExits: cancelsRestingExits)
    case .cancel, .modify, .protect, .unprotect: nil
    }
  }

  /// A plain market order of the list, ready to be sent.
  @inline(__always)
  func marketOrder(_ index: Int, hold: Amount, cancelsRestingExits: Bool) -> WorkingOrder {
    WorkingOrder(
      index: index, instrument: orders[index].instrument, remaining: orders[index].quantity,
      hold: hold, heldUnits: orders[index].quantity, side: orders[index].side, type: .market,
      isEntry: orders[index].isEntry, cancelsRestingExits: cancelsRestingExits,
      dueAt: clock.advanced(byNanoseconds: settings.latencyNanoseconds))
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
