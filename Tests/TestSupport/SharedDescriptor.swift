import Glibc

/// A second descriptor of a file that this process has open, as a process has that is just being started.
///
/// - Parameter path: The file.
/// - Returns: The descriptor, to be closed; nil when the file is not open.
public func sharedDescriptor(of path: String) -> Int32? {
  var name = [CChar](repeating: 0, count: 4_096)
  for descriptor in 0..<4_096 as Range<Int32> {
    let length = readlink("/proc/self/fd/\(descriptor)", &name, name.count)
    guard length > 0 else { continue }
    let bytes = name[..<length].map { UInt8(bitPattern: $0) }
    if String(decoding: bytes, as: UTF8.self) == path { return dup(descriptor) }
  }
  return nil
}
