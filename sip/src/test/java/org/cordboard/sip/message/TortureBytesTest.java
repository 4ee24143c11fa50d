package org.cordboard.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The messages in our resources are, byte for byte, those of the archive in appendix A of RFC 4475: length and
/// SHA-256 of each as published.
class TortureBytesTest {

    @ParameterizedTest
    @CsvSource({
        "badaspec, 346, f8f6e2f4247287b0be6adb5ac222a6db4759395e44d27d2ddb9b39393e94867e",
        "badbranch, 262, cb049c727f16b5ec49e822f9e8b7d0ee20ca2d20ffb50baecd0b411a5e64fa7d",
        "baddate, 532, 1208a6e3e0c8a8c33a06a1f3733d158413cb72e58c379d094c4ecea11e9d4c28",
        "baddn, 331, 9d9428e8017092f194ec11077ba6865c251308cdfd7fd9db6a993b28e5748951",
        "badinv01, 472, 9ee2b88f2e0b5a9eeb9bf729b6177f0a0c7d0b5e6c84be593e0480d7962f3ab8",
        "badvers, 291, 037d702d19e934bfeebbd2609050d7d54928d590cf90c78f3914522771dd8e03",
        "bcast, 516, 073637c63597199179cf5fc91b980b2d530c066a0048ea3b908772def57b4c36",
        "bext01, 381, 57181987c02c4f5752b7aa8c2847311f6184216ce7621e40303015949e70761c",
        "bigcode, 332, f79450070975da54c3525c9a5cbe75bae3c9d8cb92eba609772c26f66f225c2e",
        "clerr, 498, d9da629086a38df433438fb0fb19a8730f34516f049a5520dd0cac3285485290",
        "cparam01, 321, dfa6b5cdb289adc694b9b7e103ebfa7a2167335c46e5dc9de67055021910ae1c",
        "cparam02, 311, e93574215bd1d804bb46cc15ca6176b567def7ea1b15f72ab2c2dcf598af465a",
        "dblreq, 750, a6be48426565c2a705389c4ce2ea17e57b891cb13f80490a2cb9392c797b46ef",
        "esc01, 543, be3a316d4ce5f69cad474646191e390dd4b50fc8371e44b5197fe1237781973e",
        "esc02, 439, 9a9c59449f00327b02071feafc8e5c2a261c98c818044167894cc17809a12199",
        "escnull, 359, 263fe2ecd12a5ccbb6c67b3174e9211d11da9b600e7d69666a86d2ee42873e90",
        "escruri, 550, c3cf30af13a9d107829cc105effd79355f1139c6ecc683a048b4c27951f8f416",
        "insuf, 304, 1e3efd9f3b238c6351ba12bc7eb46d843f2761b5d4a6b82b63bffdf07f2c5aee",
        "intmeth, 641, b957a8292c1c0a9851fe94705b90f94320738f43aacde64998e401f742ef688d",
        "inv2543, 445, 76fac8afe22dee49ea696b511621946694897ac7030fc5d07f57c8b487ce0521",
        "invut, 391, 9b39e824947df46f90f824cd308fb3c118f548d94637f581101e355b381a0d92",
        "longreq, 3515, 185739292bc676760e5b1cca77c87705aa570240171c506ad76f8c35af0ecdaa",
        "ltgtruri, 452, bcacb2dc17610e8cc8f9b8b0e3d6ee65ab473f93787a03bbd33579e1cea473df",
        "lwsdisp, 255, d1b36b6316c12824f6f04bf6b1fd1f021cade9b74871693b9c3474cd9fa7f4e6",
        "lwsruri, 541, 3e22ceeca585ad23cc180208e2dad94e0a5aa4bb877a61cac443aa927f758b9e",
        "lwsstart, 506, f884e5626c6c5b1210cfc4a3540b8a28bd52939cff092f3f0c5c971e032adb0e",
        "mcl01, 382, 887191619bf003b7e87399200b5cf4c3b5397344dbf70288ad5e23bd157b7fe4",
        "mismatch01, 236, a2c285636e451e75420da0cc62ee55ca3e398827008418befbfb078726bf0793",
        "mismatch02, 449, 01b287f9a9c492f7f57405c36c8a2af0e2393896ed2d25fb92b502f2a6722bc4",
        "mpart01, 1290, 92147c8e24997bac59629e1b163767697d0d6d499af87f89e325d69968bec3ba",
        "multi01, 643, d156ab12105b4bfd8a6498de6f7195087058162b8cda1606169855b722411791",
        "ncl, 486, 7ea6538edc1f054fdb6cd1c821040460cffca3cb682fa2e8e2a502d92170b4c2",
        "noreason, 274, 07e11e470a69fffa3674de805e5165d1351a9439a91045ee70c9570ea24ab4fe",
        "novelsc, 277, 9a50a7343fcf685e77c4d0f477138a28f32a41c75aa566d200f3df210b01e648",
        "quotbal, 485, e61978a2ea359fc666f0336fe4dbc623447532280e3273ea98119b3d3f788c84",
        "regaut01, 304, 885ba0488872cfc04a3c7622854b8381955a5ee890745d6010834e3731a73faa",
        "regbadct, 307, 575d27530275814c1c98be164808fac89a0e2b4fc899dadcd97e6ba499437bda",
        "regescrt, 302, dab4087c133348b06fd7b3c4c7ef15094f8754e265e4e8c2137bb3ecda2ef477",
        "scalar02, 476, 53158177326568e9964bce5dcfac27a2bf8a90953bbc03f6c5e2775864a97e4b",
        "scalarlg, 385, 0957eca31737e3592eb1418bb41e9f5219278a78ff420111620d7fb60175b551",
        "sdp01, 494, 497c5f1ced6c7b579b48075e2dca919ce9b819a735964128a6e744a3a0b9e57f",
        "semiuri, 380, 87bbaed6b4b354dbd3c5c7a20e66686303c63e43a0aa19b89de1ac75231611a2",
        "transports, 503, 33b4553a3b9418121b099ff07882535151edd6a1e81898c63a916aad2cbf90bc",
        "trws, 327, 64ae20694026e28c10746b57386b7fd1276de02b6f8d42d418070e87d6f4499f",
        "unkscm, 291, 81be1a6a566c7ab52fe1c58c4a75440dfd697ad04c5e09fa71340de7da7b8bbb",
        "unksm2, 282, f6914409ced613ef5eb56e264d2f096dac26ab9e397d6a638934d2027f1f6acb",
        "unreason, 526, 4f939d6ebf4817eea70f011d3209e83732872ffc20ffd304b244084dc392f4d7",
        "wsinv, 1001, d6f6cdee99cd0a1f8e3d9a0fdd67c877700e19ab86d8186dada06f61260e3e61",
        "zeromf, 272, 50954ef47acca4f9f5263ded06246d06dee4e2ee508a8d284191795d7fddf365"
    })
    void eachMessageIsThePublishedOne(String name, int length, String sha256) throws Exception {
        byte[] message = TortureTest.bytes(name);
        assertEquals(length, message.length);
        assertEquals(sha256, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message)));
    }

    /// The table above, read by reflection, misses none.
    @Test
    void theTableNamesAllMessages() throws Exception {
        CsvSource table = TortureBytesTest.class
                .getDeclaredMethod("eachMessageIsThePublishedOne", String.class, int.class, String.class)
                .getAnnotation(CsvSource.class);
        List<String> named = Arrays.stream(table.value())
                .map(row -> row.split(",")[0].strip())
                .sorted()
                .toList();
        assertEquals(TortureTest.ALL.stream().sorted().toList(), named);
    }
}
