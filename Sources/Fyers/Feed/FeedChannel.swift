/// A channel of the data socket, a group of topics that is paused and resumed as one.
public struct FeedChannel: Hashable, Sendable {
  /// The number, from 1 to 30: the range the official client keeps tables for.
  public let number: UInt8

  /// The channel the official client uses when none is named.
  public static let standard = FeedChannel(unchecked: 11)

  private init(unchecked number: UInt8) { self.number = number }

  /// A channel; nil when the number is not from 1 to 30.
  public init?(number: UInt8) {
    guard (1...30).contains(number) else { return nil }
    self.number = number
  }

  /// The bit the server knows the channel by.
  var bitmap: UInt64 { 1 << UInt64(number) }
}
