import CRecording
import Glibc

/// A file mapped for reading from front to back.
///
/// Pages that were read are given back, so that resident memory stays small whatever the file's
/// length. Like every mapping, it ends the process when another one truncates the file meanwhile.
struct MappedBytes: ~Copyable {
  /// The first byte.
  let start: UnsafeRawPointer
  /// How many bytes there are.
  let count: Int

  private var released = 0
  private var touched = 0

  /// Bytes kept resident behind the reader before they are given back.
  private static let releaseStep = 4 << 20
  /// Bytes the system maps at once when one of them is read.
  private static let window = 64 << 10
  /// Bytes that are mapped before the reader comes to them, so that they can be prefetched.
  private static let ahead = 2 * window

  /// Maps the first `count` bytes of a file, above zero; nil when the system refuses.
  init?(descriptor: Int32, count: Int) {
    guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0),
      address != MAP_FAILED
    else { return nil }
    madvise(address, count, MADV_SEQUENTIAL)
    self.start = UnsafeRawPointer(address)
    self.count = count
  }

  /// Maps a copy of bytes that are there already; nil when the system refuses, or there are none.
  init?(copying bytes: [UInt8]) {
    guard !bytes.isEmpty,
      let address = mmap(
        nil, bytes.count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      address != MAP_FAILED
    else { return nil }
    bytes.withUnsafeBytes { source in
      if let first = source.baseAddress { address.copyMemory(from: first, byteCount: source.count) }
    }
    self.start = UnsafeRawPointer(address)
    self.count = bytes.count
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: start), count) }

  /// Says that reading goes on at an offset: what lies before it is not needed any more.
  mutating func release(before offset: Int) {
    touch(from: offset)
    guard offset - released >= Self.releaseStep else { return }
    let pageMask = Int(sysconf(Int32(_SC_PAGESIZE))) - 1
    let end = offset & ~pageMask
    madvise(UnsafeMutableRawPointer(mutating: start + released), end - released, MADV_DONTNEED)
    released = end
  }

  private mutating func touch(from offset: Int) {
    touched = max(touched, offset)
    while touched < min(offset + Self.ahead, count) {
      sauda_touch(start + touched)
      touched += Self.window
    }
  }
}
