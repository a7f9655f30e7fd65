import CWorker
import Glibc

/// One end of a channel: whole messages, in strict alternation.
///
/// A message longer than a frame travels in several, each but the last answered by an empty frame.
final class MessageLine {
  /// Decides what happens while the other end is quiet; throwing gives up.
  typealias Patience = () throws(WorkerEnd) -> Void

  private let channel: OpaquePointer
  private let mine: Int32
  private let theirs: Int32
  private let spinNanoseconds: Int64
  private let sleepNanoseconds: Int64
  private let frame = UnsafeMutableRawPointer.allocate(
    byteCount: Int(WORKER_FRAME_SIZE), alignment: 64)
  private var long = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var sent: UInt32 = 0
  private var received: UInt32 = 0
  /// What is done each time the other end was quiet for a while.
  var patience: Patience = {}
  /// Where the next frame is written.
  let room: UnsafeMutableRawPointer

  /// An end of a channel, which it closes in the end.
  ///
  /// - Parameters:
  ///   - channel: The channel.
  ///   - isParent: Whether this is the engine's end.
  ///   - spinNanoseconds: How long the other end is watched before this one sleeps.
  ///   - sleepNanoseconds: How long it sleeps before its patience is asked; below zero: for ever.
  init(
    channel: OpaquePointer, isParent: Bool, spinNanoseconds: Int64, sleepNanoseconds: Int64
  ) {
    self.channel = channel
    mine = Int32(isParent ? WORKER_PARENT : WORKER_CHILD)
    theirs = Int32(isParent ? WORKER_CHILD : WORKER_PARENT)
    self.spinNanoseconds = spinNanoseconds
    self.sleepNanoseconds = sleepNanoseconds
    room = UnsafeMutableRawPointer(worker_channel_room(channel, mine))
  }

  deinit {
    worker_channel_close(channel)
    frame.deallocate()
    long.deallocate()
  }

  /// Sends what was written to ``room``.
  @inline(__always)
  func sendRoom(count: Int, more: Bool = false) {
    sent &+= 1
    worker_post(channel, mine, sent, UInt32(truncatingIfNeeded: count), more)
  }

  /// Sends a message.
  func send(_ bytes: [UInt8]) throws(WorkerEnd) {
    var offset = 0
    while true {
      let count = min(bytes.count - offset, Int(WORKER_FRAME_SIZE))
      let isLast = offset + count == bytes.count
      bytes.withUnsafeBytes { source in
        guard let base = source.baseAddress else { return }
        room.copyMemory(from: base + offset, byteCount: count)
      }
      sendRoom(count: count, more: !isLast)
      if isLast { return }
      offset += count
      let answer = try receiveFrame()
      guard answer.count == 0, !answer.more else { throw .garbled("a long message is not awaited") }
    }
  }

  /// Waits for a message; its bytes stand until the next is awaited.
  @inline(__always)
  func receive() throws(WorkerEnd) -> UnsafeRawBufferPointer {
    let (count, more) = try receiveFrame()
    if !more { return UnsafeRawBufferPointer(start: frame, count: count) }
    return try receiveRest(count)
  }

  private func receiveRest(_ first: Int) throws(WorkerEnd) -> UnsafeRawBufferPointer {
    if long.count == 0 {
      long = .allocate(byteCount: MessageLimits.message, alignment: 64)
    }
    var (count, more, total) = (first, true, 0)
    while true {
      guard total + count <= long.count, count > 0 || !more else {
        throw .garbled("it is longer than \(MessageLimits.message) bytes")
      }
      UnsafeMutableRawBufferPointer(rebasing: long[total...])
        .copyMemory(from: UnsafeRawBufferPointer(start: frame, count: count))
      total += count
      if !more { return UnsafeRawBufferPointer(rebasing: long[..<total]) }
      sendRoom(count: 0)
      (count, more) = try receiveFrame()
    }
  }

  @inline(__always)
  private func receiveFrame() throws(WorkerEnd) -> (count: Int, more: Bool) {
    received &+= 1
    var found = worker_await(channel, theirs, received, spinNanoseconds, 0)
    if found != Int32(WORKER_ARRIVED) { found = try waitLonger(found) }
    var more = false
    let count = worker_take(channel, theirs, frame.assumingMemoryBound(to: UInt8.self), &more)
    guard count >= 0 else { throw .garbled("its length is out of range") }
    return (Int(count), more)
  }

  @inline(never)
  private func waitLonger(_ first: Int32) throws(WorkerEnd) -> Int32 {
    var found = first
    while found == Int32(WORKER_QUIET) {
      try patience()
      found = worker_await(channel, theirs, received, 0, sleepNanoseconds)
    }
    guard found == Int32(WORKER_ARRIVED) else { throw .garbled("its number is out of turn") }
    return found
  }
}

/// How long each end watches the other before it sleeps, in nanoseconds.
///
/// Watching saves the few microseconds that waking costs, and burns a core meanwhile; with one
/// core it only delays the other end.
enum Spinning {
  private static let isWorthIt = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1
  /// The engine's end: longer than most callbacks run.
  static let parent: Int64 = isWorthIt ? 30_000 : 0
  /// The worker's end: what lies between the ticks of a burst.
  static let child: Int64 = isWorthIt ? 30_000 : 0
}
