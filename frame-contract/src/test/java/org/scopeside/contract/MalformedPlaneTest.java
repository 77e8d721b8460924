package org.scopeside.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.contract.MalformedRecordException.Reason;

/** One lie at a time in a record that is otherwise good. */
final class MalformedPlaneTest {
  private final PlaneDecoder decoder = new PlaneDecoder();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private byte[] value = new byte[0];

  @BeforeEach
  void good() throws IOException, MalformedRecordException {
    take("uint16-delta");
  }

  @AfterEach
  void close() {
    decoder.close();
  }

  private void take(String name) throws IOException, MalformedRecordException {
    GoldenRecord golden = GoldenRecord.read(name);
    headers.clear();
    headers.putAll(golden.wire().headers());
    value = golden.wire().value().clone();
  }

  private void assertRefused(Reason reason, String facts) {
    Refusal.assertRefused(reason, facts, () -> decoder.decode(headers, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ce_specversion",
        "ce_id",
        "ce_source",
        "ce_type",
        "ce_time",
        "ce_acquisition",
        "ce_sizex",
        "ce_sizey",
        "ce_pixeltype",
        "ce_codec",
        "ce_uncompressedsize",
        "ce_crc32c"
      })
  void shouldNameTheMissingHeader(String name) {
    headers.remove(name);
    assertRefused(Reason.MISSING_HEADER, name);
    headers.put(name, "");
    assertRefused(Reason.MISSING_HEADER, name);
  }

  @Test
  void shouldRefuseHalfAWell() {
    headers.remove("ce_wellrow");
    assertRefused(Reason.MISSING_HEADER, "ce_wellrow and ce_wellcolumn");
  }

  @ParameterizedTest
  @CsvSource({
    "ce_sizex, 0, from 1 to 65535",
    "ce_sizex, -7, from 1 to 65535",
    "ce_sizey, 65536, from 1 to 65535",
    "ce_sizey, 99999999999999999999, from 1 to 65535",
    "ce_sizey, 5.0, is not a whole number",
    "ce_sizex, ٧, is not a whole number",
    "ce_samplesperpixel, 5, from 1 to 4",
    "ce_pixeltype, uint12, is no pixel type",
    "ce_significantbits, 17, from 1 to 16",
    "ce_wellrow, 64, from 0 to 63",
    "ce_wellcolumn, 1000000, from 0 to 95",
    "ce_wellcolumn, -1, from 0 to 95",
    "ce_field, -1, from 0 to 1000000",
    "ce_thec, 1, from 0 to 0",
    "ce_sizez, 0, from 1 to 1000000",
    "ce_time, yesterday, is not an RFC 3339 time",
    "ce_time, +1000000000-12-31T23:59:59Z, is not an RFC 3339 time",
    "ce_acquisition, ../../etc/passwd, is not an acquisition id",
    "ce_acquisition, a/b, is not an acquisition id",
    "ce_physicalsizex, 0, is not above 0",
    "ce_physicalsizex, NaN, is not a finite number",
    "ce_positionz, -Infinity, is not a finite number",
    "ce_exposuretime, 1e400, is not a finite number",
    "ce_channelrole, nuclei, 'is not nucleus, cell, membrane or other'",
    "ce_crc32c, 5457cb1, is not eight hexadecimal digits",
    "ce_uncompressedsize, -1, from 1 to 2147483647"
  })
  void shouldNameTheHeaderOutOfRange(String name, String text, String facts) {
    headers.put(name, text);
    assertRefused(Reason.INVALID_HEADER, facts);
    assertRefused(Reason.INVALID_HEADER, name);
  }

  @Test
  void shouldRefuseControlCharactersAndHalfPairs() {
    headers.put("ce_platename", "plate\r\nce_type: forged");
    assertRefused(Reason.INVALID_HEADER, "has a control character");
    headers.put("ce_platename", "\udd2c");
    assertRefused(Reason.INVALID_HEADER, "has half of a surrogate pair");
  }

  @Test
  void shouldNotEvenLookAtAHeaderOfTenMegabytes() throws MalformedRecordException {
    String huge = "x".repeat(10 << 20);
    headers.put("ce_detector", huge);
    assertRefused(Reason.INVALID_HEADER, "is longer than 1024 characters");
    headers.remove("ce_detector");
    headers.put("ce_ofthefuture", huge);
    assertEquals(5, decoder.decode(headers, value).header().sizeY());
  }

  @Test
  void shouldRefuseThePlaneThatIsTooLarge() {
    headers.put("ce_sizex", "65535");
    headers.put("ce_sizey", "65535");
    headers.put("ce_samplesperpixel", "4");
    assertRefused(Reason.TOO_LARGE, "65535x65535x4 uint16 claims 34358689800 bytes");
  }

  @Test
  void shouldNameTheFutureVersion() {
    headers.put("ce_type", "org.scopeside.plane.v2");
    assertRefused(Reason.UNSUPPORTED_VERSION, "'org.scopeside.plane.v2' has major version 2");
    headers.put("ce_type", "org.scopeside.plane.v1");
    headers.put("ce_specversion", "2.0");
    assertRefused(Reason.UNSUPPORTED_VERSION, "specversion '2.0'");
  }

  @ParameterizedTest
  @CsvSource({
    "org.scopeside.labels.v1, 'expected org.scopeside.plane.v1, found org.scopeside.labels.v1'",
    "com.example.plane.v1, 'com.example.plane.v1'",
    "org.scopeside.plane.v01, is not a Scopeside event",
    "org.scopeside.plane, is not a Scopeside event"
  })
  void shouldRefuseOtherTypes(String type, String facts) {
    headers.put("ce_type", type);
    assertRefused(Reason.UNSUPPORTED_TYPE, facts);
  }

  @Test
  void shouldRefuseTheUnknownCodec() {
    headers.put("ce_codec", "jpeg-xl");
    assertRefused(Reason.UNKNOWN_CODEC, "codec 'jpeg-xl' of run-1/A01/f0/t0/z0/c0");
  }

  @Test
  void shouldRefuseDeltasOfOtherThan16Bits() {
    headers.put("ce_pixeltype", "float");
    headers.put("ce_uncompressedsize", "140");
    assertRefused(Reason.INVALID_HEADER, "is not for samples of float");
  }

  @Test
  void shouldRefuseTheLyingId() {
    headers.put("ce_id", "run-1/A02/f0/t0/z0/c0");
    assertRefused(Reason.ID_MISMATCH, "'run-1/A01/f0/t0/z0/c0', which the coordinates say");
  }

  @Test
  void shouldRefuseTheSizeThatTheDimensionsDoNotHave() {
    headers.put("ce_uncompressedsize", "72");
    assertRefused(Reason.SIZE_MISMATCH, "ce_uncompressedsize is 72, but 7x5x1 uint16 has 70");
  }

  @Test
  void shouldRefuseTheFrameThatHoldsAnotherSize() {
    value = Zstd.compress(new byte[72]);
    assertRefused(Reason.SIZE_MISMATCH, "compressed frame holds 72 bytes, its headers say 70");
  }

  @Test
  void shouldRefuseAFewBytesThatClaimGigabytes() {
    value = new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0xA0, 0, 0, 0, (byte) 0x80, 1};
    assertRefused(Reason.SIZE_MISMATCH, "compressed frame holds 2147483648 bytes");
    value =
        new byte[] {
          0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0xE0, -1, -1, -1, -1, -1, -1, -1, -1
        };
    assertRefused(Reason.SIZE_MISMATCH, "compressed frame holds 9223372036854775807 bytes");
  }

  @Test
  void shouldRefuseAFewBytesWhoseHeadersAllClaim60MiB() {
    claim60MiB();
    int size = 60 << 20;
    byte[] frame = {
      0x28,
      (byte) 0xB5,
      0x2F,
      (byte) 0xFD,
      (byte) 0xA0,
      0,
      0,
      (byte) 0xC0,
      (byte) (size >>> 24),
      // one last block: 128 KiB of the byte 7
      3,
      0,
      0x10,
      7
    };
    value = frame;
    assertRefused(Reason.CORRUPT_VALUE, "its blocks hold at most 131072 bytes, not 62914560");
    value = Arrays.copyOf(frame, 9);
    assertRefused(Reason.CORRUPT_VALUE, "it ends within its blocks");
  }

  private void claim60MiB() {
    headers.put("ce_sizex", "6144");
    headers.put("ce_sizey", "5120");
    headers.put("ce_uncompressedsize", "62914560");
  }

  @Test
  void shouldRefuseTheUncompressedValueThatIsShortOf60MiB() {
    claim60MiB();
    headers.put("ce_codec", "identity");
    assertRefused(Reason.SIZE_MISMATCH, "value has 72 bytes, its headers say 62914560");
  }

  @Test
  void shouldRefuseEveryTruncation() {
    byte[] whole = value;
    for (int length = 0; length < whole.length; length++) {
      value = Arrays.copyOf(whole, length);
      assertRefused(Reason.CORRUPT_VALUE, "value of " + length + " bytes: it");
    }
    value = Arrays.copyOf(whole, whole.length + 1);
    assertRefused(Reason.CORRUPT_VALUE, "value of 73 bytes: its frame is of 72 bytes");
  }

  @Test
  void shouldRefuseTheFrameWithoutContentSize() {
    try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
      value = zstd.setContentSize(false).compress(new byte[70]);
    }
    assertRefused(Reason.CORRUPT_VALUE, "is no zstd frame that states its content size");
    value = new byte[40];
    assertRefused(Reason.CORRUPT_VALUE, "value of 40 bytes: it is no zstd frame");
  }

  @Test
  void shouldRefuseDamagedBlocks() {
    value[6] |= 6;
    assertRefused(Reason.CORRUPT_VALUE, "block at byte 6 is of no valid type or size");
  }

  @Test
  void shouldRefuseTheCompressedBlockThatIsNone() {
    byte[] frame = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x20, 70, 0x25, 0, 0, -1, -1, -1, -1};
    value = frame;
    assertRefused(Reason.CORRUPT_VALUE, "it does not decompress");
  }

  @Test
  void shouldTellBothSumsWhenTheyDiffer() {
    headers.put("ce_crc32c", "DEADBEEF");
    assertRefused(Reason.CRC_MISMATCH, "CRC-32C is 5457cb15, its header says deadbeef");
  }

  @Test
  void shouldNoticeOneFlippedBitOfAnUncompressedPlane()
      throws IOException, MalformedRecordException {
    take("uint8-identity");
    value[17] ^= 1;
    assertRefused(Reason.CRC_MISMATCH, "run-1/-/f0/t0/z0/c0: CRC-32C is");
    value = Arrays.copyOf(value, 34);
    assertRefused(Reason.SIZE_MISMATCH, "value has 34 bytes, its headers say 35");
  }
}
