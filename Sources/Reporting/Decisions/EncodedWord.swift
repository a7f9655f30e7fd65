/// The bytes of a text as it stands in a decision's line; see ``DecisionLine/encoded(_:)``.
///
/// It owns nothing: lines are made by the million, and counting references would cost as much as
/// writing them.
public typealias EncodedWord = UnsafeBufferPointer<UInt8>
