import CSupervisor
import Glibc
import Synchronization
import Trading

/// A temporary file without a name, mapped piece by piece, for what piles up in a long session.
///
/// What is written to it is no longer the program's own memory: the system may put it on the disk and
/// take it out of the way. The file is made when it is first needed and goes with its last user.
final class SpillFile: Sendable {
  private struct State {
    var descriptor: Int32 = -1
    var length = 0
    /// Addresses of the pieces of the file.
    var segments: [UInt] = []
    /// Bytes in use of the last one.
    var used = 0
    /// Whether there is no file, or no room in it.
    var isExhausted = false
  }

  /// Bytes that the file grows by.
  private static let segmentBytes = 4 << 20

  private let folders: [String]
  private let state = Mutex(State())

  /// A file in the first of these folders that takes one and lies on a disk.
  init(folders: [String] = ["/var/tmp", "/tmp", "."]) { self.folders = folders }

  deinit {
    state.withLock { state in
      for segment in state.segments {
        munmap(UnsafeMutableRawPointer(bitPattern: segment), Self.segmentBytes)
      }
      if state.descriptor >= 0 { close(state.descriptor) }
    }
  }

  /// The file as memory of a session, which keeps it.
  var memory: SessionMemory {
    SessionMemory(
      take: { self.take($0)?.address }, keep: { self.keep($0) }, settle: { self.settle() })
  }

  /// A part of the file that is in use.
  private struct Piece {
    /// Where it is mapped.
    let address: UnsafeMutableRawPointer
    /// Where it begins in the file.
    let offset: off_t
    let descriptor: Int32
  }

  /// So many bytes of the file, aligned to 64; nil when there is no file or the disk is full.
  private func take(_ bytes: Int) -> Piece? {
    let size = (bytes + 63) & ~63
    guard bytes > 0, size <= Self.segmentBytes else { return nil }
    return state.withLock { state in
      if state.segments.isEmpty || state.used + size > Self.segmentBytes {
        guard grow(&state) else { return nil }
      }
      defer { state.used += size }
      return state.segments.last.flatMap {
        UnsafeMutableRawPointer(bitPattern: $0 + UInt(state.used))
      }.map {
        Piece(
          address: $0, offset: off_t(state.length - Self.segmentBytes + state.used),
          descriptor: state.descriptor)
      }
    }
  }

  /// Writes bytes to the file, and gives where they are mapped; nil as above.
  ///
  /// The system keeps one copy of what is read and what is mapped. To write costs a quarter of what touching
  /// the pages would, each of which is then found missing and prepared by itself.
  private func keep(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawPointer? {
    guard let piece = take(bytes.count), var next = bytes.baseAddress else { return nil }
    var (left, offset) = (bytes.count, piece.offset)
    while left > 0 {
      let written = pwrite(piece.descriptor, next, left, offset)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        (piece.address + (bytes.count - left)).copyMemory(from: next, byteCount: left)
        break
      }
      (next, left, offset) = (next + written, left - written, offset + off_t(written))
    }
    return piece.address
  }

  /// Takes everything out of resident memory; what is needed again comes back by itself.
  private func settle() { state.withLock { Self.settle(&$0) } }

  private static func settle(_ state: inout State) {
    for segment in state.segments {
      madvise(UnsafeMutableRawPointer(bitPattern: segment), segmentBytes, MADV_DONTNEED)
    }
  }

  private func grow(_ state: inout State) -> Bool {
    guard !state.isExhausted else { return false }
    if state.descriptor < 0 { state.descriptor = open() }
    // Room is reserved first: a page that finds the disk full would end the process.
    guard state.descriptor >= 0,
      posix_fallocate(state.descriptor, off_t(state.length), off_t(Self.segmentBytes)) == 0,
      let address = mmap(
        nil, Self.segmentBytes, PROT_READ | PROT_WRITE, MAP_SHARED, state.descriptor,
        off_t(state.length)), address != MAP_FAILED
    else {
      state.isExhausted = true
      return false
    }
    Self.settle(&state)
    state.segments.append(UInt(bitPattern: address))
    state.length += Self.segmentBytes
    state.used = 0
    return true
  }

  private func open() -> Int32 {
    for folder in folders {
      let descriptor = supervisor_nameless_file(folder)
      if descriptor >= 0 { return descriptor }
    }
    return -1
  }
}
