extension FeedUpdate {
  /// The update as the official client's message: its field names, in its order.
  ///
  /// Prices are doubles here, because that is what the official client hands out; nothing that
  /// trades reads them. Beyond that client's fields there are open interest, the yearly range and
  /// the circuits, which it hides.
  public var fields: [FeedField] { fields(likeOfficial: false) }

  /// The update exactly as the official client emits it.
  public var officialFields: [FeedField] { fields(likeOfficial: true) }

  private func fields(likeOfficial: Bool) -> [FeedField] {
    if mode == .lite {
      var fields: [FeedField] = []
      if let ltp = number(at: FeedSlot.Scrip.ltp) { fields.append(FeedField("ltp", .number(ltp))) }
      appendLabels(to: &fields, symbolFirst: true)
      return fields
    }
    switch kind {
    case .scrip: return scripFields(likeOfficial: likeOfficial)
    case .index: return indexFields
    case .depth: return depthFields
    }
  }

  private func scripFields(likeOfficial: Bool) -> [FeedField] {
    var fields: [FeedField] = []
    fields.reserveCapacity(27)
    var prices = FeedFieldTable.officialPrices(of: .scrip)
    if !likeOfficial { prices |= FeedFieldTable.hiddenScripPrices }
    for (slot, name) in FeedFieldTable.scrip.enumerated() {
      guard let raw = state[slot] else { continue }
      if likeOfficial {
        switch slot {
        case FeedSlot.Scrip.openInterest, FeedSlot.Scrip.yearHigh, FeedSlot.Scrip.yearLow: continue
        case FeedSlot.Scrip.lowerCircuit, FeedSlot.Scrip.upperCircuit:
          fields.append(FeedField(name, .integer(0)))
          continue
        default: break
        }
      }
      append(raw, named: name, isPrice: prices & (1 << UInt32(slot)) != 0, to: &fields)
    }
    appendLabels(to: &fields)
    if likeOfficial {
      for slot in [FeedSlot.Scrip.lowerCircuit, FeedSlot.Scrip.upperCircuit]
      where state[slot] == nil {
        fields.append(FeedField(FeedFieldTable.scrip[slot], .integer(0)))
      }
    }
    appendChange(previousClose: FeedSlot.Scrip.previousClose, decimals: 4, to: &fields)
    return fields
  }

  private var indexFields: [FeedField] {
    var fields: [FeedField] = []
    fields.reserveCapacity(10)
    let prices = FeedFieldTable.officialPrices(of: .index)
    for (slot, name) in FeedFieldTable.index.enumerated() {
      if let raw = state[slot] {
        append(raw, named: name, isPrice: prices & (1 << UInt32(slot)) != 0, to: &fields)
      }
      if slot == FeedSlot.Index.previousClose {
        appendChange(previousClose: FeedSlot.Index.previousClose, decimals: 2, to: &fields)
      }
    }
    appendLabels(to: &fields)
    return fields
  }

  private var depthFields: [FeedField] {
    var fields: [FeedField] = []
    fields.reserveCapacity(32)
    let prices = FeedFieldTable.officialPrices(of: .depth)
    for (slot, name) in FeedFieldTable.depth.enumerated() {
      guard let raw = state[slot] else { continue }
      append(raw, named: name, isPrice: prices & (1 << UInt32(slot)) != 0, to: &fields)
    }
    appendLabels(to: &fields)
    return fields
  }

  private func append(_ raw: Int32, named name: String, isPrice: Bool, to fields: inout [FeedField])
  {
    guard isPrice else {
      fields.append(FeedField(name, .integer(Int64(raw))))
      return
    }
    guard let scale = state.scale else { return }
    fields.append(FeedField(name, .number(scale.double(raw))))
  }

  private func number(at slot: Int) -> Double? {
    guard let raw = state[slot], let scale = state.scale else { return nil }
    return scale.double(raw)
  }

  /// The change since the previous close in rupees and percent, with the official client's double
  /// arithmetic and rounding.
  private func appendChange(previousClose slot: Int, decimals: Int, to fields: inout [FeedField]) {
    guard let ltp = number(at: FeedSlot.Scrip.ltp), let close = number(at: slot), close != 0
    else { return }
    let change = OfficialRounding.round(ltp - close, decimals: decimals)
    fields.append(FeedField("ch", .number(change)))
    fields.append(
      FeedField("chp", .number(OfficialRounding.round(change / close * 100, decimals: decimals))))
  }

  private func appendLabels(to fields: inout [FeedField], symbolFirst: Bool = false) {
    let type = label(state.typeLabel, text: kind.code, slot: kind.officialTypeSlot)
      .map { FeedField("type", $0) }
    let symbol = label(state.symbolLabel, text: state.symbol, slot: kind.officialTypeSlot + 1)
      .map { FeedField("symbol", $0) }
    for field in symbolFirst ? [symbol, type] : [type, symbol] {
      if let field { fields.append(field) }
    }
  }

  private func label(_ label: FeedTopicState.Label, text: String, slot: Int) -> FeedField.Value? {
    switch label {
    case .absent: nil
    case .text: .text(text)
    case .number: state[slot].map { .integer(Int64($0)) }
    }
  }

  /// Whether there is anything to say: depth topics are not part of lite mode, whose messages are
  /// nothing without a price.
  var isEmitted: Bool {
    mode == .full || (kind != .depth && state[FeedSlot.Scrip.ltp] != nil)
  }

  /// Whether the official client's code reaches its end with this state, without a missing key or a
  /// division by zero.
  var isEmittedByOfficial: Bool {
    let isScaled = state.precision != nil && (state.multiplier ?? 0) != 0
    if mode == .lite {
      return kind != .depth && state[FeedSlot.Scrip.ltp] != nil && isScaled
        && state.symbolLabel != .absent && state.typeLabel != .absent
    }
    if state.present & FeedFieldTable.officialPrices(of: kind) != 0, !isScaled { return false }
    let isIndexWithoutBase =
      kind == .index && state[FeedSlot.Index.ltp] != nil && state[FeedSlot.Index.previousClose] == 0
    return !isIndexWithoutBase
  }
}
