/// The codes a worker's program ends with by itself.
enum WorkerExit {
  /// It was started by hand: there is no channel.
  static let noChannel: Int32 = 64
  /// What came over the channel is no message.
  static let garbled: Int32 = 65
  /// It could not be locked in.
  static let notConfined: Int32 = 77
}
