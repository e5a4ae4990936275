from django.apps import AppConfig


class ContractConfig(AppConfig):
    name = "tests.search.contract.app"
    label = "contract"
