package import Market

/// What is known of one topic: its latest values and how to read them.
package struct FeedTopicState: Sendable {
  /// Where a text field of an emitted message comes from.
  package enum Label: Sendable {
    case absent
    case text
    /// A value of the wire that the official client stored in the field's place.
    case number
  }

  package let kind: FeedTopicKind
  package var values = InlineArray<32, Int32>(repeating: 0)
  /// One bit a slot that has a value.
  package var present: UInt32 = 0
  package var scale: FeedScale?
  package var symbol = ""
  package var instrument: InstrumentID?
  package var symbolLabel = Label.absent
  package var typeLabel = Label.absent

  package init(kind: FeedTopicKind) { self.kind = kind }

  /// The value of a slot; nil when the server never sent one.
  @inline(__always)
  package subscript(slot: Int) -> Int32? {
    guard slot < FeedSlot.capacity, present & (1 << UInt32(slot)) != 0 else { return nil }
    return values[slot]
  }

  /// Stores a value; returns whether the slot was empty or held another one.
  @inline(__always)
  package mutating func store(_ value: Int32, in slot: Int) -> Bool {
    let bit: UInt32 = 1 << UInt32(slot)
    if present & bit != 0, values[slot] == value { return false }
    values[slot] = value
    present |= bit
    return true
  }
}
