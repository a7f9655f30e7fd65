/// What the owner of a socket may do with it, whatever is spoken on it.
protocol SocketControl: Sendable {
  /// Begins to connect.
  func start() async
  /// Says goodbye and closes for good.
  func stop() async
  /// Tells whether markets are active whose data is subscribed.
  func setMarketActive(_ isActive: Bool) async
}

extension SocketDriver: SocketControl {}
