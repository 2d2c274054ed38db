"""The container of all model data, as server/base/model_file.h describes it."""
import struct
import zlib

MAGIC, ORDER, VERSION = b"PLXMODEL", 0x01020304, 1
HEADER, ENTRY, NAME, ID, ALIGNMENT = 64, 64, 48, 32, 64
COVERED = 28  # the checksum is of everything from here


def align(size, alignment=ALIGNMENT):
    return -size % alignment


def write(path, model_id, sections):
    """Writes `sections`, bytes by name, in their order. The id is text of 1 to 32 bytes."""
    model_id = model_id.encode()
    assert 1 <= len(model_id) <= ID and b"\0" not in model_id, model_id
    directory, body, offset = b"", bytearray(), HEADER + ENTRY * len(sections)
    for name, data in sections.items():
        name = name.encode()
        assert 1 <= len(name) < NAME and b"\0" not in name, name
        body += bytes(align(offset + len(body)))
        directory += struct.pack("<48sQQ", name, offset + len(body), len(data))
        body += data
    rest = struct.pack("<I32s", len(sections), model_id) + directory + body
    head = struct.pack("<8sIIQI", MAGIC, ORDER, VERSION, COVERED + len(rest), zlib.crc32(rest))
    with open(path, "wb") as file:
        file.write(head + rest)


def read(path):
    """(id, sections) of a file that `write` has written."""
    with open(path, "rb") as file:
        data = file.read()
    magic, order, version, size, checksum, count, model_id = struct.unpack_from("<8sIIQII32s", data)
    assert (magic, order, version, size) == (MAGIC, ORDER, VERSION, len(data)), "not a model file of this version"
    assert checksum == zlib.crc32(data[COVERED:]), "the model file is damaged"
    sections = {}
    for i in range(count):
        name, offset, length = struct.unpack_from("<48sQQ", data, HEADER + ENTRY * i)
        sections[name.rstrip(b"\0").decode()] = data[offset:offset + length]
    return model_id.rstrip(b"\0").decode(), sections
