import Foundation

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
    var fields: [FeedField] = []
    if mode == .lite {
      if let ltp = number(at: FeedSlot.Scrip.ltp) { fields.append(FeedField(0, .number(ltp))) }
      appendLabels(to: &fields, symbolFirst: true)
      return fields
    }
    fields.reserveCapacity(FeedSlot.capacity)
    switch kind {
    case .scrip: appendScrip(likeOfficial: likeOfficial, to: &fields)
    case .index: appendIndex(to: &fields)
    case .depth:
      appendSlots(0..<FeedFieldTable.nameCount(of: .depth), to: &fields)
      appendLabels(to: &fields)
    }
    return fields
  }

  private func appendScrip(likeOfficial: Bool, to fields: inout [FeedField]) {
    if likeOfficial {
      appendSlots(0..<FeedSlot.Scrip.openInterest, to: &fields)
      appendSlots(FeedSlot.Scrip.low...FeedSlot.Scrip.high, to: &fields)
      appendZero(FeedSlot.Scrip.lowerCircuit, isPresent: true, to: &fields)
      appendZero(FeedSlot.Scrip.upperCircuit, isPresent: true, to: &fields)
      appendSlots(FeedSlot.Scrip.open...FeedSlot.Scrip.previousClose, to: &fields)
    } else {
      appendSlots(
        0...FeedSlot.Scrip.previousClose, alsoPrices: FeedFieldTable.hiddenScripPrices,
        to: &fields)
    }
    appendLabels(to: &fields)
    if likeOfficial {
      appendZero(FeedSlot.Scrip.lowerCircuit, isPresent: false, to: &fields)
      appendZero(FeedSlot.Scrip.upperCircuit, isPresent: false, to: &fields)
    }
    appendChange(previousClose: FeedSlot.Scrip.previousClose, decimals: 4, to: &fields)
  }

  private func appendIndex(to fields: inout [FeedField]) {
    appendSlots(0...FeedSlot.Index.previousClose, to: &fields)
    appendChange(previousClose: FeedSlot.Index.previousClose, decimals: 2, to: &fields)
    appendSlots(FeedSlot.Index.feedTime...FeedSlot.Index.open, to: &fields)
    appendLabels(to: &fields)
  }

  /// Appends the values there are, prices scaled.
  private func appendSlots(
    _ slots: some Sequence<Int>, alsoPrices: UInt32 = 0, to fields: inout [FeedField]
  ) {
    let prices = FeedFieldTable.officialPrices(of: kind) | alsoPrices
    let firstName = FeedFieldTable.firstName(of: kind)
    for slot in slots {
      guard let raw = state[slot] else { continue }
      if prices & (1 << UInt32(slot)) == 0 {
        fields.append(FeedField(firstName + slot, .integer(Int64(raw))))
      } else if let scale = state.scale {
        fields.append(FeedField(firstName + slot, .number(scale.double(raw))))
      }
    }
  }

  /// Appends the 0 that the official client puts for a circuit: in its place when the server sent
  /// one, else at the end.
  private func appendZero(_ slot: Int, isPresent: Bool, to fields: inout [FeedField]) {
    guard (state[slot] != nil) == isPresent else { return }
    fields.append(FeedField(slot, .integer(0)))
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
    fields.append(FeedField(FeedFieldTable.change, .number(change)))
    let percent = OfficialRounding.round(change / close * 100, decimals: decimals)
    fields.append(FeedField(FeedFieldTable.changePercent, .number(percent)))
  }

  private func appendLabels(to fields: inout [FeedField], symbolFirst: Bool = false) {
    let typeSlot = kind.officialTypeSlot
    let type = label(state.typeLabel, text: kind.code, slot: typeSlot)
    let symbol = label(state.symbolLabel, text: state.symbol, slot: typeSlot + 1)
    if symbolFirst, let symbol { fields.append(FeedField(FeedFieldTable.symbol, symbol)) }
    if let type { fields.append(FeedField(FeedFieldTable.type, type)) }
    if !symbolFirst, let symbol { fields.append(FeedField(FeedFieldTable.symbol, symbol)) }
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
    let isScaled = (state.scale?.multiplier ?? 0) != 0
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

/// One named value of a message in the official client's vocabulary.
public struct FeedField: Equatable, Sendable {
  /// A value as that client has it.
  public enum Value: Equatable, Sendable {
    /// A quantity, a time, or a price the official client does not scale.
    case integer(Int64)
    /// A scaled price or a percentage, as a double.
    case number(Double)
    /// A symbol or a kind.
    case text(String)
  }

  /// The place of the name in ``FeedFieldTable/names``: a number, because a message has two dozen.
  private let nameIndex: UInt8
  /// The value.
  public let value: Value

  /// The official name, such as `exch_feed_time`.
  public var name: String { FeedFieldTable.names[Int(nameIndex)] }

  /// A field, named by its place in ``FeedFieldTable/names``.
  init(_ nameIndex: Int, _ value: Value) {
    self.nameIndex = UInt8(truncatingIfNeeded: nameIndex)
    self.value = value
  }
}

/// The official client's field names by slot, and which of them are prices.
enum FeedFieldTable {
  /// Every name: those of scrips, of indices, of depth, and those that stand for no slot.
  static let names = scrip + index + depth + ["type", "symbol", "ch", "chp"]

  /// Where the names of a kind begin in ``names``.
  static func firstName(of kind: FeedTopicKind) -> Int {
    switch kind {
    case .scrip: 0
    case .index: 21
    case .depth: 27
    }
  }

  static let type = 57
  static let symbol = 58
  static let change = 59
  static let changePercent = 60

  /// How many slots of a kind the official client has names for.
  static func nameCount(of kind: FeedTopicKind) -> Int {
    switch kind {
    case .scrip: 21
    case .index: 6
    case .depth: 30
    }
  }

  private static let scrip = [
    "ltp", "vol_traded_today", "last_traded_time", "exch_feed_time", "bid_size", "ask_size",
    "bid_price", "ask_price", "last_traded_qty", "tot_buy_qty", "tot_sell_qty", "avg_trade_price",
    "OI", "low_price", "high_price", "Yhigh", "Ylow", "lower_ckt", "upper_ckt", "open_price",
    "prev_close_price",
  ]
  private static let index = [
    "ltp", "prev_close_price", "exch_feed_time", "high_price", "low_price", "open_price",
  ]
  private static let depth =
    ["bid_price", "ask_price", "bid_size", "ask_size", "bid_order", "ask_order"]
    .flatMap { name in (1...FeedSlot.Depth.levels).map { "\(name)\($0)" } }

  /// One bit a slot whose value the official client scales.
  static func officialPrices(of kind: FeedTopicKind) -> UInt32 {
    switch kind {
    case .scrip: scripPrices
    case .index: indexPrices
    case .depth: 0x3FF
    }
  }

  private static let scripPrices = mask([0, 6, 7, 11, 13, 14, 19, 20])
  private static let indexPrices = mask([0, 1, 3, 4, 5])

  /// Prices that the official client leaves out or replaces by 0: yearly range and circuits.
  static let hiddenScripPrices = mask([15, 16, 17, 18])

  private static func mask(_ slots: [UInt32]) -> UInt32 {
    slots.reduce(0) { $0 | 1 << $1 }
  }
}

/// Rounding of doubles as Python's `round` does it.
enum OfficialRounding {
  /// The double nearest to the decimal number of 2 or 4 places that is nearest to the exact value;
  /// a tie goes to the even digit.
  static func round(_ value: Double, decimals: Int) -> Double {
    let factor = decimals == 2 ? 100.0 : 10_000.0
    let product = value * factor
    guard product.magnitude < 0x1p51 else {
      // Beyond this a double has no such places to speak of; let the C library find the digits.
      return Double(String(format: "%.\(decimals)f", value)) ?? value
    }
    // What the multiplication lost, exactly: it decides what looks like a tie.
    let lost = (-product).addingProduct(value, factor)
    var nearest = product.rounded(.toNearestOrEven)
    let rest = product - nearest
    if rest == 0.5, lost > 0 { nearest += 1 }
    if rest == -0.5, lost < 0 { nearest -= 1 }
    return (nearest == 0 ? Double(signOf: value, magnitudeOf: 0) : nearest) / factor
  }
}
