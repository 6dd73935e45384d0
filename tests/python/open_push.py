# Opens a push message with an independent implementation, and checks who signed it (RFC 8291, RFC 8292).
import base64
import json
import sys

import http_ece
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sealed_as_the_standard_has_it():
    """The example of RFC 8291, appendix A, made with its salt and its keys."""
    sender = ec.derive_private_key(int.from_bytes(decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1())
    return http_ece.encrypt(
        b"When I grow up, I want to be a watermelon",
        salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"),
        private_key=sender,
        dh=decoded("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        auth_secret=decoded("BTBZMqHH6r4Tts7J_aSIgg"),
        version="aes128gcm",
    )


EXAMPLE = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
# Whoever opens what we seal keeps to the standard to the byte.
assert sealed_as_the_standard_has_it() == decoded(EXAMPLE)

asked = json.load(sys.stdin)
private = ec.derive_private_key(int.from_bytes(decoded(asked["private"]), "big"), ec.SECP256R1())
payload = http_ece.decrypt(decoded(asked["body"]), private_key=private, auth_secret=decoded(asked["auth"]), version="aes128gcm")

scheme, parts = asked["authorization"].split(" ", 1)
values = dict(part.strip().split("=", 1) for part in parts.split(","))
head, claims, signature = values["t"].split(".")
raw = decoded(signature)
signed = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(values["k"]))
public.verify(signed, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))

print(json.dumps({"scheme": scheme, "key": values["k"], "head": json.loads(decoded(head)), "claims": json.loads(decoded(claims)), "payload": json.loads(payload)}))
