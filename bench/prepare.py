#!/usr/bin/env python3
"""Prepares issuance requests for a load: each has a reserved serial of its own and is otherwise the template's copy.

usage: prepare.py URL CA CERTIFICATE KEY ISSUER TEMPLATE.pem CSR.pem APPLICATION.json POLICY COUNT OUTPUT

TEMPLATE is a certificate that the same gateway issued: its TBS with another serial is what the next request asks for.
APPLICATION is what `signing-gateway application show --json` prints.
"""
import base64
import hashlib
import http.client
import json
import ssl
import sys
import urllib.parse


def der(path):
    lines = open(path, encoding="ascii").read().splitlines()
    return base64.b64decode("".join(line for line in lines if "-----" not in line))


def element(data, offset):
    """Where the content begins and ends of the DER element at the offset."""
    length, start = data[offset + 1], offset + 2
    if length & 0x80:
        octets = length & 0x7F
        length, start = int.from_bytes(data[start : start + octets], "big"), start + octets
    return start, start + length


def tbs_of(certificate):
    """The TBS's bytes, and where in them the serial number's content lies."""
    outer, _ = element(certificate, 0)
    _, end = element(certificate, outer)
    tbs = certificate[outer:end]
    content, _ = element(tbs, 0)
    _, after_version = element(tbs, content)
    return tbs, element(tbs, after_version)


def spki_sha256(csr):
    info, _ = element(csr, 0)
    content, _ = element(csr, info)
    _, after_version = element(csr, content)
    _, after_subject = element(csr, after_version)
    _, end = element(csr, after_subject)
    return hashlib.sha256(csr[after_subject:end]).hexdigest()


def main():
    url, ca, certificate, key, issuer, template, csr_path, application_path, policy, count, output = sys.argv[1:]
    context = ssl.create_default_context(cafile=ca)
    context.load_cert_chain(certificate, key)
    gateway = http.client.HTTPSConnection(urllib.parse.urlparse(url).netloc, context=context)
    csr = der(csr_path)
    tbs, (start, end) = tbs_of(der(template))
    with open(application_path, encoding="utf-8") as file:
        application = json.load(file)["application"]
    left = int(count)
    with open(output, "w", encoding="ascii") as file:
        while left > 0:
            body = {"schema": 1, "count": min(left, 100), "subjectKey": spki_sha256(csr)}
            headers = {"Content-Type": "application/json"}
            gateway.request("POST", f"/ca/v1/issuers/{issuer}/serials", json.dumps(body), headers)
            answer = gateway.getresponse()
            text = answer.read()
            if answer.status != 201:
                sys.exit(f"serials: {answer.status} {text.decode()}")
            for serial in json.loads(text)["serials"]:
                octets = bytes.fromhex(serial)
                if len(octets) != end - start:
                    sys.exit("a serial of another length than the template's")
                request = {
                    "schema": 1,
                    "tbsCertificate": base64.b64encode(tbs[:start] + octets + tbs[end:]).decode(),
                    "csr": base64.b64encode(csr).decode(),
                    "policy": policy,
                    "event": "initial",
                    # No signature covers this member: each request has an application of its own.
                    "application": application | {"operatorAuthentication": {"operatorId": serial, "role": "bench", "multiFactor": True}},
                }
                file.write(json.dumps(request, separators=(",", ":")) + "\n")
                left -= 1


main()
