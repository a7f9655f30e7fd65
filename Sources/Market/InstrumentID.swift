/// The dense number of an instrument within a session: the index of its row in every table.
public struct InstrumentID: Hashable, Comparable, Sendable {
  /// The index, from 0.
  public let index: Int32

  /// An id from its index.
  @inline(__always)
  public init(index: Int32) { self.index = index }

  /// The index as `Int`, for subscripts.
  @inline(__always)
  public var position: Int { Int(index) }

  /// Orders by index.
  public static func < (left: InstrumentID, right: InstrumentID) -> Bool {
    left.index < right.index
  }
}
