"""indexes for what is declared."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.drop_index(op.f("ix_auth_grant_offers_role_id"), table_name="auth_grant_offers")
    op.drop_index(op.f("ix_auth_role_acls_role_id"), table_name="auth_role_acls")
    op.drop_index(op.f("ix_auth_user_acls_user_id"), table_name="auth_user_acls")
    op.drop_index(op.f("ix_auth_user_roles_user_id"), table_name="auth_user_roles")
    op.drop_index(op.f("ix_calendar_blocked_days_by_created_at"), table_name="calendar_blocked_days")
    op.drop_index(op.f("ix_calendar_blocked_days_by_nazwa_sort"), table_name="calendar_blocked_days")
    op.drop_index(op.f("ix_calendar_events_by_contract_id"), table_name="calendar_events")
    op.drop_index(op.f("ix_calendar_events_by_created_at"), table_name="calendar_events")
    op.drop_index(op.f("ix_calendar_events_by_customer_id"), table_name="calendar_events")
    op.drop_index(op.f("ix_calendar_events_by_konflikt"), table_name="calendar_events")
    op.drop_index(op.f("ix_calendar_events_by_pracownik_id"), table_name="calendar_events")
    op.drop_index(op.f("ix_calendar_events_by_typ_sort"), table_name="calendar_events")
    op.drop_index(op.f("ix_calendar_reschedules_by_created_at"), table_name="calendar_reschedules")
    op.drop_index(op.f("ix_calendar_reschedules_by_from_event_id"), table_name="calendar_reschedules")
    op.drop_index(op.f("ix_calendar_reschedules_by_powod_sort"), table_name="calendar_reschedules")
    op.drop_index(op.f("ix_calendar_reschedules_by_to_event_id"), table_name="calendar_reschedules")
    op.drop_index(op.f("ix_contracts_appliances_by_cena"), table_name="contracts_appliances")
    op.drop_index(op.f("ix_contracts_appliances_by_contract_id"), table_name="contracts_appliances")
    op.drop_index(op.f("ix_contracts_appliances_by_created_at"), table_name="contracts_appliances")
    op.drop_index(op.f("ix_contracts_appliances_by_firma_sort"), table_name="contracts_appliances")
    op.drop_index(op.f("ix_contracts_appliances_by_model_sort"), table_name="contracts_appliances")
    op.drop_index(op.f("ix_contracts_appliances_by_rabat"), table_name="contracts_appliances")
    op.drop_index(op.f("ix_contracts_appliances_by_rodzaj_sort"), table_name="contracts_appliances")
    op.drop_index(op.f("ix_contracts_assembly_notes_by_contract_id"), table_name="contracts_assembly_notes")
    op.drop_index(op.f("ix_contracts_assembly_notes_by_created_at"), table_name="contracts_assembly_notes")
    op.drop_index(op.f("ix_contracts_assembly_notes_by_uwagi_sort"), table_name="contracts_assembly_notes")
    op.drop_index(op.f("ix_contracts_contracts_by_customer_id"), table_name="contracts_contracts")
    op.drop_index(op.f("ix_contracts_contracts_by_typ_sort"), table_name="contracts_contracts")
    op.drop_index(op.f("ix_contracts_contracts_by_uzytkownik_id"), table_name="contracts_contracts")
    op.drop_index(op.f("ix_contracts_fronts_by_contract_id"), table_name="contracts_fronts")
    op.drop_index(op.f("ix_contracts_fronts_by_created_at"), table_name="contracts_fronts")
    op.drop_index(op.f("ix_contracts_fronts_by_kolor_sort"), table_name="contracts_fronts")
    op.drop_index(op.f("ix_contracts_fronts_by_material_sort"), table_name="contracts_fronts")
    op.drop_index(op.f("ix_contracts_fronts_by_typ_sort"), table_name="contracts_fronts")
    op.drop_index(op.f("ix_contracts_fronts_by_uslojenie_sort"), table_name="contracts_fronts")
    op.drop_index(op.f("ix_contracts_furniture_by_boki_sort"), table_name="contracts_furniture")
    op.drop_index(op.f("ix_contracts_furniture_by_contract_id"), table_name="contracts_furniture")
    op.drop_index(op.f("ix_contracts_furniture_by_created_at"), table_name="contracts_furniture")
    op.drop_index(op.f("ix_contracts_furniture_by_grupa_meblowa_sort"), table_name="contracts_furniture")
    op.drop_index(op.f("ix_contracts_furniture_by_korpus_sort"), table_name="contracts_furniture")
    op.drop_index(op.f("ix_contracts_furniture_by_pcv_sort"), table_name="contracts_furniture")
    op.drop_index(op.f("ix_contracts_handles_by_contract_id"), table_name="contracts_handles")
    op.drop_index(op.f("ix_contracts_handles_by_created_at"), table_name="contracts_handles")
    op.drop_index(op.f("ix_contracts_handles_by_dlugosc"), table_name="contracts_handles")
    op.drop_index(op.f("ix_contracts_handles_by_kolor_sort"), table_name="contracts_handles")
    op.drop_index(op.f("ix_contracts_handles_by_sztuk"), table_name="contracts_handles")
    op.drop_index(op.f("ix_contracts_handles_by_typ_sort"), table_name="contracts_handles")
    op.drop_index(op.f("ix_contracts_handles_by_uwagi_sort"), table_name="contracts_handles")
    op.drop_index(op.f("ix_contracts_installation_dates_by_contract_id"), table_name="contracts_installation_dates")
    op.drop_index(op.f("ix_contracts_installation_dates_by_created_at"), table_name="contracts_installation_dates")
    op.drop_index(
        op.f("ix_contracts_installation_dates_by_powod_wymuszenia_sort"), table_name="contracts_installation_dates"
    )
    op.drop_index(op.f("ix_contracts_payment_methods_by_cena"), table_name="contracts_payment_methods")
    op.drop_index(op.f("ix_contracts_payment_methods_by_contract_id"), table_name="contracts_payment_methods")
    op.drop_index(op.f("ix_contracts_payment_methods_by_created_at"), table_name="contracts_payment_methods")
    op.drop_index(op.f("ix_contracts_payment_methods_by_odrzucona"), table_name="contracts_payment_methods")
    op.drop_index(op.f("ix_contracts_payment_methods_by_opis_sort"), table_name="contracts_payment_methods")
    op.drop_index(op.f("ix_contracts_payment_methods_by_potwierdzona"), table_name="contracts_payment_methods")
    op.drop_index(op.f("ix_contracts_payment_methods_by_rodzaj_sort"), table_name="contracts_payment_methods")
    op.drop_index(op.f("ix_contracts_payment_methods_by_transaction_id"), table_name="contracts_payment_methods")
    op.drop_index(op.f("ix_contracts_payment_methods_by_typ_sort"), table_name="contracts_payment_methods")
    op.drop_index(op.f("ix_contracts_planned_payments_by_cena"), table_name="contracts_planned_payments")
    op.drop_index(op.f("ix_contracts_planned_payments_by_contract_id"), table_name="contracts_planned_payments")
    op.drop_index(op.f("ix_contracts_planned_payments_by_created_at"), table_name="contracts_planned_payments")
    op.drop_index(op.f("ix_contracts_planned_payments_by_rodzaj_sort"), table_name="contracts_planned_payments")
    op.drop_index(op.f("ix_contracts_planned_payments_by_typ_sort"), table_name="contracts_planned_payments")
    op.drop_index(op.f("ix_contracts_purchase_orders_by_cena"), table_name="contracts_purchase_orders")
    op.drop_index(op.f("ix_contracts_purchase_orders_by_contract_id"), table_name="contracts_purchase_orders")
    op.drop_index(op.f("ix_contracts_purchase_orders_by_created_at"), table_name="contracts_purchase_orders")
    op.drop_index(op.f("ix_contracts_purchase_orders_by_data_obiecana"), table_name="contracts_purchase_orders")
    op.drop_index(op.f("ix_contracts_purchase_orders_by_data_odbioru"), table_name="contracts_purchase_orders")
    op.drop_index(op.f("ix_contracts_purchase_orders_by_dostawca_adres_sort"), table_name="contracts_purchase_orders")
    op.drop_index(op.f("ix_contracts_purchase_orders_by_dostawca_nip_sort"), table_name="contracts_purchase_orders")
    op.drop_index(op.f("ix_contracts_purchase_orders_by_dostawca_sort"), table_name="contracts_purchase_orders")
    op.drop_index(op.f("ix_contracts_purchase_orders_by_ilosc"), table_name="contracts_purchase_orders")
    op.drop_index(op.f("ix_contracts_purchase_orders_by_jednostka_sort"), table_name="contracts_purchase_orders")
    op.drop_index(op.f("ix_contracts_purchase_orders_by_komentarz_sort"), table_name="contracts_purchase_orders")
    op.drop_index(op.f("ix_contracts_purchase_orders_by_nazwa_sort"), table_name="contracts_purchase_orders")
    op.drop_index(op.f("ix_contracts_purchase_orders_by_nr_faktury_sort"), table_name="contracts_purchase_orders")
    op.drop_index(op.f("ix_contracts_text_attachments_by_contract_id"), table_name="contracts_text_attachments")
    op.drop_index(op.f("ix_contracts_text_attachments_by_created_at"), table_name="contracts_text_attachments")
    op.drop_index(op.f("ix_contracts_text_attachments_by_template_id"), table_name="contracts_text_attachments")
    op.drop_index(op.f("ix_contracts_text_templates_by_created_at"), table_name="contracts_text_templates")
    op.drop_index(op.f("ix_contracts_text_templates_by_nazwa_sort"), table_name="contracts_text_templates")
    op.drop_index(op.f("ix_contracts_text_templates_by_tresc_sort"), table_name="contracts_text_templates")
    op.drop_index(op.f("ix_contracts_valuations_by_contract_id"), table_name="contracts_valuations")
    op.drop_index(op.f("ix_contracts_valuations_by_created_at"), table_name="contracts_valuations")
    op.drop_index(op.f("ix_contracts_valuations_by_dodatki"), table_name="contracts_valuations")
    op.drop_index(op.f("ix_contracts_valuations_by_meble"), table_name="contracts_valuations")
    op.drop_index(op.f("ix_contracts_valuations_by_sprzet"), table_name="contracts_valuations")
    op.drop_index(op.f("ix_contracts_valuations_contract_id"), table_name="contracts_valuations")
    op.drop_index(op.f("ix_contracts_vitrines_by_contract_id"), table_name="contracts_vitrines")
    op.drop_index(op.f("ix_contracts_vitrines_by_created_at"), table_name="contracts_vitrines")
    op.drop_index(op.f("ix_contracts_vitrines_by_kolor_ramy_sort"), table_name="contracts_vitrines")
    op.drop_index(op.f("ix_contracts_vitrines_by_kolor_szyby_sort"), table_name="contracts_vitrines")
    op.drop_index(op.f("ix_contracts_vitrines_by_szyba_sort"), table_name="contracts_vitrines")
    op.drop_index(op.f("ix_contracts_vitrines_by_typ_ramy_sort"), table_name="contracts_vitrines")
    op.drop_index(op.f("ix_contracts_work_ratings_by_contract_id"), table_name="contracts_work_ratings")
    op.drop_index(op.f("ix_contracts_work_ratings_by_created_at"), table_name="contracts_work_ratings")
    op.drop_index(op.f("ix_contracts_work_ratings_by_komentarz_sort"), table_name="contracts_work_ratings")
    op.drop_index(op.f("ix_contracts_work_ratings_by_kwota"), table_name="contracts_work_ratings")
    op.drop_index(op.f("ix_contracts_work_ratings_by_ocena"), table_name="contracts_work_ratings")
    op.drop_index(op.f("ix_contracts_work_ratings_by_typ_pracownika_sort"), table_name="contracts_work_ratings")
    op.drop_index(op.f("ix_contracts_work_ratings_uzytkownik_id"), table_name="contracts_work_ratings")
    op.drop_index(op.f("ix_contracts_worker_assignments_by_contract_id"), table_name="contracts_worker_assignments")
    op.drop_index(op.f("ix_contracts_worker_assignments_by_created_at"), table_name="contracts_worker_assignments")
    op.drop_index(op.f("ix_contracts_worker_assignments_uzytkownik_id"), table_name="contracts_worker_assignments")
    op.drop_index(op.f("ix_contracts_worker_profiles_by_created_at"), table_name="contracts_worker_profiles")
    op.drop_index(op.f("ix_contracts_worker_profiles_by_notatnik_sort"), table_name="contracts_worker_profiles")
    op.drop_index(op.f("ix_customers_activities_entity_id"), table_name="customers_activities")
    op.create_index(
        "ix_customers_activities_by_activity_type",
        "customers_activities",
        ["tenant_id", "activity_type", "id"],
        unique=False,
    )
    op.drop_index(op.f("ix_customers_comments_entity_id"), table_name="customers_comments")
    op.drop_index(op.f("ix_customers_companies_id"), table_name="customers_companies")
    op.drop_index(op.f("ix_customers_deal_companies_deal_id"), table_name="customers_deal_companies")
    op.drop_index(op.f("ix_customers_deal_people_deal_id"), table_name="customers_deal_people")
    op.create_index("ix_customers_entities_by_kind", "customers_entities", ["tenant_id", "kind", "id"], unique=False)
    op.drop_index(op.f("ix_customers_people_id"), table_name="customers_people")
    op.drop_index(op.f("ix_customers_tag_assignments_tag_id"), table_name="customers_tag_assignments")
    op.drop_index(op.f("ix_customers_tags_by_color_sort"), table_name="customers_tags")
    op.drop_index(op.f("ix_customers_tags_by_created_at"), table_name="customers_tags")
    op.drop_index(op.f("ix_customers_tags_by_description_sort"), table_name="customers_tags")
    op.drop_index(op.f("ix_customers_tags_by_label_sort"), table_name="customers_tags")
    op.drop_index(op.f("ix_customers_tags_by_slug_sort"), table_name="customers_tags")
    op.drop_index(op.f("ix_customers_todo_links_entity_id"), table_name="customers_todo_links")
    op.drop_index(op.f("ix_dictionaries_entries_dictionary_id"), table_name="dictionaries_entries")
    op.drop_index(op.f("ix_documents_documents_by_anulowany_at"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_brutto"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_cash_box_id"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_cash_report_id"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_contract_id"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_created_at"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_customer_id"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_data_sprzedazy"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_goods_issue_id"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_koryguje_id"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_measurement_id"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_netto"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_numer_ksef_sort"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_payment_id"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_purchase_order_id"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_rodzaj_sort"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_sha256_sort"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_stan_sort"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_transaction_id"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_vat"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_wystawil_id"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_wystawiono_at"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_documents_by_xml_sha256_sort"), table_name="documents_documents")
    op.drop_index(op.f("ix_documents_files_document_id"), table_name="documents_files")
    op.drop_index(
        op.f("ix_entities_records_custom"),
        table_name="entities_records",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_using="gin",
        postgresql_where="(custom <> '{}'::jsonb)",
    )
    op.drop_index(op.f("ix_field_checklist_items_by_created_at"), table_name="field_checklist_items")
    op.drop_index(op.f("ix_field_checklist_items_by_kolejnosc"), table_name="field_checklist_items")
    op.drop_index(op.f("ix_field_checklist_items_by_nazwa_sort"), table_name="field_checklist_items")
    op.drop_index(op.f("ix_field_checklist_items_by_typ_sort"), table_name="field_checklist_items")
    op.drop_index(op.f("ix_finance_approvals_by_created_at"), table_name="finance_approvals")
    op.drop_index(op.f("ix_finance_approvals_by_decyzja_at"), table_name="finance_approvals")
    op.drop_index(op.f("ix_finance_approvals_by_decyzja_sort"), table_name="finance_approvals")
    op.drop_index(op.f("ix_finance_approvals_by_komentarz_sort"), table_name="finance_approvals")
    op.drop_index(op.f("ix_finance_approvals_by_reviewer_id"), table_name="finance_approvals")
    op.drop_index(op.f("ix_finance_approvals_by_transaction_id"), table_name="finance_approvals")
    op.drop_index(op.f("ix_finance_approvals_by_transakcja_sort"), table_name="finance_approvals")
    op.drop_index(op.f("ix_finance_cash_boxes_by_created_at"), table_name="finance_cash_boxes")
    op.drop_index(op.f("ix_finance_cash_boxes_by_kasjer_id"), table_name="finance_cash_boxes")
    op.drop_index(op.f("ix_finance_cash_boxes_by_kod_sort"), table_name="finance_cash_boxes")
    op.drop_index(op.f("ix_finance_cash_boxes_by_nazwa_sort"), table_name="finance_cash_boxes")
    op.drop_index(op.f("ix_finance_cash_boxes_by_uzytkownik_id"), table_name="finance_cash_boxes")
    op.drop_index(op.f("ix_finance_cash_reports_by_cash_box_id"), table_name="finance_cash_reports")
    op.drop_index(op.f("ix_finance_cash_reports_by_created_at"), table_name="finance_cash_reports")
    op.drop_index(op.f("ix_finance_cash_reports_by_dzien_do"), table_name="finance_cash_reports")
    op.drop_index(op.f("ix_finance_cash_reports_by_liczba_dokumentow"), table_name="finance_cash_reports")
    op.drop_index(op.f("ix_finance_cash_reports_by_numer_sort"), table_name="finance_cash_reports")
    op.drop_index(op.f("ix_finance_cash_reports_by_przychody"), table_name="finance_cash_reports")
    op.drop_index(op.f("ix_finance_cash_reports_by_rozchody"), table_name="finance_cash_reports")
    op.drop_index(op.f("ix_finance_cash_reports_by_saldo_koncowe"), table_name="finance_cash_reports")
    op.drop_index(op.f("ix_finance_cash_reports_by_saldo_poczatkowe"), table_name="finance_cash_reports")
    op.drop_index(op.f("ix_finance_cash_reports_by_stan_sort"), table_name="finance_cash_reports")
    op.drop_index(op.f("ix_finance_cash_reports_by_zamknal_id"), table_name="finance_cash_reports")
    op.drop_index(op.f("ix_finance_cash_reports_by_zamkniety_at"), table_name="finance_cash_reports")
    op.drop_index(op.f("ix_finance_ledger_findings_by_created_at"), table_name="finance_ledger_findings")
    op.drop_index(op.f("ix_finance_ledger_findings_by_jest"), table_name="finance_ledger_findings")
    op.drop_index(op.f("ix_finance_ledger_findings_by_kod_sort"), table_name="finance_ledger_findings")
    op.drop_index(op.f("ix_finance_ledger_findings_by_opis_sort"), table_name="finance_ledger_findings")
    op.drop_index(op.f("ix_finance_ledger_findings_by_powinno_byc"), table_name="finance_ledger_findings")
    op.drop_index(op.f("ix_finance_ledger_findings_by_record_id"), table_name="finance_ledger_findings")
    op.drop_index(op.f("ix_finance_transactions_by_contract_id"), table_name="finance_transactions")
    op.drop_index(op.f("ix_finance_transactions_by_created_at"), table_name="finance_transactions")
    op.drop_index(op.f("ix_finance_transactions_by_kategoria_sort"), table_name="finance_transactions")
    op.drop_index(op.f("ix_finance_transactions_by_nazwa_sort"), table_name="finance_transactions")
    op.drop_index(op.f("ix_finance_transactions_by_rodzaj_sort"), table_name="finance_transactions")
    op.drop_index(op.f("ix_finance_transactions_by_stan_sort"), table_name="finance_transactions")
    op.drop_index(op.f("ix_finance_transactions_by_typ_sort"), table_name="finance_transactions")
    op.drop_index(op.f("ix_finance_transactions_by_uzytkownik_id"), table_name="finance_transactions")
    op.drop_index(op.f("ix_finance_transactions_cash_box_id"), table_name="finance_transactions")
    op.drop_index(op.f("ix_finance_transfers_by_contract_id"), table_name="finance_transfers")
    op.drop_index(op.f("ix_finance_transfers_by_created_at"), table_name="finance_transfers")
    op.drop_index(op.f("ix_finance_transfers_by_decyzja_at"), table_name="finance_transfers")
    op.drop_index(op.f("ix_finance_transfers_by_decyzja_komentarz_sort"), table_name="finance_transfers")
    op.drop_index(op.f("ix_finance_transfers_by_komentarz_sort"), table_name="finance_transfers")
    op.drop_index(op.f("ix_finance_transfers_by_kwota"), table_name="finance_transfers")
    op.drop_index(op.f("ix_finance_transfers_by_nadawca_id"), table_name="finance_transfers")
    op.drop_index(op.f("ix_finance_transfers_by_nazwa_sort"), table_name="finance_transfers")
    op.drop_index(op.f("ix_finance_transfers_by_odbiorca_id"), table_name="finance_transfers")
    op.drop_index(op.f("ix_finance_transfers_by_przychod_id"), table_name="finance_transfers")
    op.drop_index(op.f("ix_finance_transfers_by_rodzaj_sort"), table_name="finance_transfers")
    op.drop_index(op.f("ix_finance_transfers_by_rozchod_id"), table_name="finance_transfers")
    op.drop_index(op.f("ix_finance_transfers_by_status_sort"), table_name="finance_transfers")
    op.drop_index(op.f("ix_measurements_measurements_by_adres_id"), table_name="measurements_measurements")
    op.drop_index(op.f("ix_measurements_measurements_by_contract_id"), table_name="measurements_measurements")
    op.drop_index(op.f("ix_measurements_measurements_by_created_at"), table_name="measurements_measurements")
    op.drop_index(op.f("ix_measurements_measurements_by_customer_id"), table_name="measurements_measurements")
    op.drop_index(op.f("ix_measurements_measurements_by_kwota"), table_name="measurements_measurements")
    op.drop_index(op.f("ix_measurements_measurements_by_transaction_id"), table_name="measurements_measurements")
    op.drop_index(op.f("ix_measurements_measurements_by_uzytkownik_id"), table_name="measurements_measurements")
    op.drop_index(op.f("ix_measurements_measurements_by_zatwierdzil_id"), table_name="measurements_measurements")
    op.drop_index(op.f("ix_measurements_measurements_by_zatwierdzony_at"), table_name="measurements_measurements")
    op.create_index(
        "ix_measurements_measurements_of_person",
        "measurements_measurements",
        ["tenant_id", "uzytkownik_id", "id"],
        unique=False,
    )
    op.drop_index(op.f("ix_messaging_messages_by_created_at"), table_name="messaging_messages")
    op.drop_index(op.f("ix_messaging_messages_by_przeczytana"), table_name="messaging_messages")
    op.drop_index(op.f("ix_messaging_messages_by_przeczytana_at"), table_name="messaging_messages")
    op.drop_index(op.f("ix_warehouse_cuts_by_contract_id"), table_name="warehouse_cuts")
    op.drop_index(op.f("ix_warehouse_cuts_by_created_at"), table_name="warehouse_cuts")
    op.drop_index(op.f("ix_warehouse_cuts_by_koszt"), table_name="warehouse_cuts")
    op.drop_index(op.f("ix_warehouse_cuts_by_material_id"), table_name="warehouse_cuts")
    op.drop_index(op.f("ix_warehouse_cuts_by_powod_sort"), table_name="warehouse_cuts")
    op.drop_index(op.f("ix_warehouse_goods_issue_lines_goods_issue_id"), table_name="warehouse_goods_issue_lines")
    op.drop_index(op.f("ix_warehouse_goods_issues_by_contract_id"), table_name="warehouse_goods_issues")
    op.drop_index(op.f("ix_warehouse_goods_issues_by_created_at"), table_name="warehouse_goods_issues")
    op.drop_index(op.f("ix_warehouse_goods_issues_by_kwota"), table_name="warehouse_goods_issues")
    op.drop_index(op.f("ix_warehouse_goods_issues_by_location_id"), table_name="warehouse_goods_issues")
    op.drop_index(op.f("ix_warehouse_goods_issues_by_status_sort"), table_name="warehouse_goods_issues")
    op.drop_index(op.f("ix_warehouse_goods_issues_by_uwagi_sort"), table_name="warehouse_goods_issues")
    op.drop_index(op.f("ix_warehouse_locations_by_created_at"), table_name="warehouse_locations")
    op.drop_index(op.f("ix_warehouse_locations_by_nazwa_sort"), table_name="warehouse_locations")
    op.drop_index(op.f("ix_warehouse_materials_by_contract_id"), table_name="warehouse_materials")
    op.drop_index(op.f("ix_warehouse_materials_by_dlugosc"), table_name="warehouse_materials")
    op.drop_index(op.f("ix_warehouse_materials_by_grubosc"), table_name="warehouse_materials")
    op.drop_index(op.f("ix_warehouse_materials_by_ilosc"), table_name="warehouse_materials")
    op.drop_index(op.f("ix_warehouse_materials_by_pozostalo"), table_name="warehouse_materials")
    op.drop_index(op.f("ix_warehouse_materials_by_szerokosc"), table_name="warehouse_materials")
    op.drop_index(op.f("ix_warehouse_materials_by_typ_sort"), table_name="warehouse_materials")


def downgrade() -> None:
    """Back."""
    op.create_index(
        op.f("ix_warehouse_materials_by_typ_sort"),
        "warehouse_materials",
        ["tenant_id", sa.literal_column("sort_key(typ)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_warehouse_materials_by_szerokosc"),
        "warehouse_materials",
        ["tenant_id", "szerokosc", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_warehouse_materials_by_pozostalo"),
        "warehouse_materials",
        ["tenant_id", "pozostalo", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_warehouse_materials_by_ilosc"), "warehouse_materials", ["tenant_id", "ilosc", "id"], unique=False
    )
    op.create_index(
        op.f("ix_warehouse_materials_by_grubosc"), "warehouse_materials", ["tenant_id", "grubosc", "id"], unique=False
    )
    op.create_index(
        op.f("ix_warehouse_materials_by_dlugosc"), "warehouse_materials", ["tenant_id", "dlugosc", "id"], unique=False
    )
    op.create_index(
        op.f("ix_warehouse_materials_by_contract_id"),
        "warehouse_materials",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_warehouse_locations_by_nazwa_sort"),
        "warehouse_locations",
        ["tenant_id", sa.literal_column("sort_key(nazwa)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_warehouse_locations_by_created_at"),
        "warehouse_locations",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_warehouse_goods_issues_by_uwagi_sort"),
        "warehouse_goods_issues",
        ["tenant_id", sa.literal_column("sort_key(uwagi)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_warehouse_goods_issues_by_status_sort"),
        "warehouse_goods_issues",
        ["tenant_id", sa.literal_column("sort_key(status)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_warehouse_goods_issues_by_location_id"),
        "warehouse_goods_issues",
        ["tenant_id", "location_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_warehouse_goods_issues_by_kwota"), "warehouse_goods_issues", ["tenant_id", "kwota", "id"], unique=False
    )
    op.create_index(
        op.f("ix_warehouse_goods_issues_by_created_at"),
        "warehouse_goods_issues",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_warehouse_goods_issues_by_contract_id"),
        "warehouse_goods_issues",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_warehouse_goods_issue_lines_goods_issue_id"),
        "warehouse_goods_issue_lines",
        ["tenant_id", "goods_issue_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_warehouse_cuts_by_powod_sort"),
        "warehouse_cuts",
        ["tenant_id", sa.literal_column("sort_key(powod)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_warehouse_cuts_by_material_id"), "warehouse_cuts", ["tenant_id", "material_id", "id"], unique=False
    )
    op.create_index(op.f("ix_warehouse_cuts_by_koszt"), "warehouse_cuts", ["tenant_id", "koszt", "id"], unique=False)
    op.create_index(
        op.f("ix_warehouse_cuts_by_created_at"), "warehouse_cuts", ["tenant_id", "created_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_warehouse_cuts_by_contract_id"), "warehouse_cuts", ["tenant_id", "contract_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_messaging_messages_by_przeczytana_at"),
        "messaging_messages",
        ["tenant_id", "przeczytana_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_messaging_messages_by_przeczytana"),
        "messaging_messages",
        ["tenant_id", "przeczytana", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_messaging_messages_by_created_at"),
        "messaging_messages",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.drop_index("ix_measurements_measurements_of_person", table_name="measurements_measurements")
    op.create_index(
        op.f("ix_measurements_measurements_by_zatwierdzony_at"),
        "measurements_measurements",
        ["tenant_id", "zatwierdzony_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_measurements_measurements_by_zatwierdzil_id"),
        "measurements_measurements",
        ["tenant_id", "zatwierdzil_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_measurements_measurements_by_uzytkownik_id"),
        "measurements_measurements",
        ["tenant_id", "uzytkownik_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_measurements_measurements_by_transaction_id"),
        "measurements_measurements",
        ["tenant_id", "transaction_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_measurements_measurements_by_kwota"),
        "measurements_measurements",
        ["tenant_id", "kwota", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_measurements_measurements_by_customer_id"),
        "measurements_measurements",
        ["tenant_id", "customer_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_measurements_measurements_by_created_at"),
        "measurements_measurements",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_measurements_measurements_by_contract_id"),
        "measurements_measurements",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_measurements_measurements_by_adres_id"),
        "measurements_measurements",
        ["tenant_id", "adres_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transfers_by_status_sort"),
        "finance_transfers",
        ["tenant_id", sa.literal_column("sort_key(status)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transfers_by_rozchod_id"), "finance_transfers", ["tenant_id", "rozchod_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_finance_transfers_by_rodzaj_sort"),
        "finance_transfers",
        ["tenant_id", sa.literal_column("sort_key(rodzaj)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transfers_by_przychod_id"),
        "finance_transfers",
        ["tenant_id", "przychod_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transfers_by_odbiorca_id"),
        "finance_transfers",
        ["tenant_id", "odbiorca_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transfers_by_nazwa_sort"),
        "finance_transfers",
        ["tenant_id", sa.literal_column("sort_key(nazwa)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transfers_by_nadawca_id"), "finance_transfers", ["tenant_id", "nadawca_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_finance_transfers_by_kwota"), "finance_transfers", ["tenant_id", "kwota", "id"], unique=False
    )
    op.create_index(
        op.f("ix_finance_transfers_by_komentarz_sort"),
        "finance_transfers",
        ["tenant_id", sa.literal_column("sort_key(komentarz)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transfers_by_decyzja_komentarz_sort"),
        "finance_transfers",
        ["tenant_id", sa.literal_column("sort_key(decyzja_komentarz)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transfers_by_decyzja_at"), "finance_transfers", ["tenant_id", "decyzja_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_finance_transfers_by_created_at"), "finance_transfers", ["tenant_id", "created_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_finance_transfers_by_contract_id"),
        "finance_transfers",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transactions_cash_box_id"), "finance_transactions", ["tenant_id", "cash_box_id"], unique=False
    )
    op.create_index(
        op.f("ix_finance_transactions_by_uzytkownik_id"),
        "finance_transactions",
        ["tenant_id", "uzytkownik_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transactions_by_typ_sort"),
        "finance_transactions",
        ["tenant_id", sa.literal_column("sort_key(typ)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transactions_by_stan_sort"),
        "finance_transactions",
        ["tenant_id", sa.literal_column("sort_key(stan)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transactions_by_rodzaj_sort"),
        "finance_transactions",
        ["tenant_id", sa.literal_column("sort_key(rodzaj)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transactions_by_nazwa_sort"),
        "finance_transactions",
        ["tenant_id", sa.literal_column("sort_key(nazwa)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transactions_by_kategoria_sort"),
        "finance_transactions",
        ["tenant_id", sa.literal_column("sort_key(kategoria)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transactions_by_created_at"),
        "finance_transactions",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_transactions_by_contract_id"),
        "finance_transactions",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_ledger_findings_by_record_id"),
        "finance_ledger_findings",
        ["tenant_id", "record_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_ledger_findings_by_powinno_byc"),
        "finance_ledger_findings",
        ["tenant_id", "powinno_byc", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_ledger_findings_by_opis_sort"),
        "finance_ledger_findings",
        ["tenant_id", sa.literal_column("sort_key(opis)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_ledger_findings_by_kod_sort"),
        "finance_ledger_findings",
        ["tenant_id", sa.literal_column("sort_key(kod)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_ledger_findings_by_jest"), "finance_ledger_findings", ["tenant_id", "jest", "id"], unique=False
    )
    op.create_index(
        op.f("ix_finance_ledger_findings_by_created_at"),
        "finance_ledger_findings",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_reports_by_zamkniety_at"),
        "finance_cash_reports",
        ["tenant_id", "zamkniety_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_reports_by_zamknal_id"),
        "finance_cash_reports",
        ["tenant_id", "zamknal_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_reports_by_stan_sort"),
        "finance_cash_reports",
        ["tenant_id", sa.literal_column("sort_key(stan)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_reports_by_saldo_poczatkowe"),
        "finance_cash_reports",
        ["tenant_id", "saldo_poczatkowe", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_reports_by_saldo_koncowe"),
        "finance_cash_reports",
        ["tenant_id", "saldo_koncowe", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_reports_by_rozchody"),
        "finance_cash_reports",
        ["tenant_id", "rozchody", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_reports_by_przychody"),
        "finance_cash_reports",
        ["tenant_id", "przychody", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_reports_by_numer_sort"),
        "finance_cash_reports",
        ["tenant_id", sa.literal_column("sort_key(numer)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_reports_by_liczba_dokumentow"),
        "finance_cash_reports",
        ["tenant_id", "liczba_dokumentow", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_reports_by_dzien_do"),
        "finance_cash_reports",
        ["tenant_id", "dzien_do", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_reports_by_created_at"),
        "finance_cash_reports",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_reports_by_cash_box_id"),
        "finance_cash_reports",
        ["tenant_id", "cash_box_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_boxes_by_uzytkownik_id"),
        "finance_cash_boxes",
        ["tenant_id", "uzytkownik_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_boxes_by_nazwa_sort"),
        "finance_cash_boxes",
        ["tenant_id", sa.literal_column("sort_key(nazwa)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_boxes_by_kod_sort"),
        "finance_cash_boxes",
        ["tenant_id", sa.literal_column("sort_key(kod)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_cash_boxes_by_kasjer_id"), "finance_cash_boxes", ["tenant_id", "kasjer_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_finance_cash_boxes_by_created_at"),
        "finance_cash_boxes",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_approvals_by_transakcja_sort"),
        "finance_approvals",
        ["tenant_id", sa.literal_column("sort_key(transakcja)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_approvals_by_transaction_id"),
        "finance_approvals",
        ["tenant_id", "transaction_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_approvals_by_reviewer_id"),
        "finance_approvals",
        ["tenant_id", "reviewer_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_approvals_by_komentarz_sort"),
        "finance_approvals",
        ["tenant_id", sa.literal_column("sort_key(komentarz)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_approvals_by_decyzja_sort"),
        "finance_approvals",
        ["tenant_id", sa.literal_column("sort_key(decyzja)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_finance_approvals_by_decyzja_at"), "finance_approvals", ["tenant_id", "decyzja_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_finance_approvals_by_created_at"), "finance_approvals", ["tenant_id", "created_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_field_checklist_items_by_typ_sort"),
        "field_checklist_items",
        ["tenant_id", sa.literal_column("sort_key(typ)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_field_checklist_items_by_nazwa_sort"),
        "field_checklist_items",
        ["tenant_id", sa.literal_column("sort_key(nazwa)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_field_checklist_items_by_kolejnosc"),
        "field_checklist_items",
        ["tenant_id", "kolejnosc", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_field_checklist_items_by_created_at"),
        "field_checklist_items",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_entities_records_custom"),
        "entities_records",
        ["custom"],
        unique=False,
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_using="gin",
        postgresql_where="(custom <> '{}'::jsonb)",
    )
    op.create_index(
        op.f("ix_documents_files_document_id"), "documents_files", ["tenant_id", "document_id"], unique=False
    )
    op.create_index(
        op.f("ix_documents_documents_by_xml_sha256_sort"),
        "documents_documents",
        ["tenant_id", sa.literal_column("sort_key(xml_sha256)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_wystawiono_at"),
        "documents_documents",
        ["tenant_id", "wystawiono_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_wystawil_id"),
        "documents_documents",
        ["tenant_id", "wystawil_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_vat"), "documents_documents", ["tenant_id", "vat", "id"], unique=False
    )
    op.create_index(
        op.f("ix_documents_documents_by_transaction_id"),
        "documents_documents",
        ["tenant_id", "transaction_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_stan_sort"),
        "documents_documents",
        ["tenant_id", sa.literal_column("sort_key(stan)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_sha256_sort"),
        "documents_documents",
        ["tenant_id", sa.literal_column("sort_key(sha256)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_rodzaj_sort"),
        "documents_documents",
        ["tenant_id", sa.literal_column("sort_key(rodzaj)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_purchase_order_id"),
        "documents_documents",
        ["tenant_id", "purchase_order_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_payment_id"),
        "documents_documents",
        ["tenant_id", "payment_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_numer_ksef_sort"),
        "documents_documents",
        ["tenant_id", sa.literal_column("sort_key(numer_ksef)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_netto"), "documents_documents", ["tenant_id", "netto", "id"], unique=False
    )
    op.create_index(
        op.f("ix_documents_documents_by_measurement_id"),
        "documents_documents",
        ["tenant_id", "measurement_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_koryguje_id"),
        "documents_documents",
        ["tenant_id", "koryguje_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_goods_issue_id"),
        "documents_documents",
        ["tenant_id", "goods_issue_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_data_sprzedazy"),
        "documents_documents",
        ["tenant_id", "data_sprzedazy", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_customer_id"),
        "documents_documents",
        ["tenant_id", "customer_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_created_at"),
        "documents_documents",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_contract_id"),
        "documents_documents",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_cash_report_id"),
        "documents_documents",
        ["tenant_id", "cash_report_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_cash_box_id"),
        "documents_documents",
        ["tenant_id", "cash_box_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_documents_by_brutto"), "documents_documents", ["tenant_id", "brutto", "id"], unique=False
    )
    op.create_index(
        op.f("ix_documents_documents_by_anulowany_at"),
        "documents_documents",
        ["tenant_id", "anulowany_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_dictionaries_entries_dictionary_id"),
        "dictionaries_entries",
        ["tenant_id", "dictionary_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_customers_todo_links_entity_id"), "customers_todo_links", ["tenant_id", "entity_id"], unique=False
    )
    op.create_index(
        op.f("ix_customers_tags_by_slug_sort"),
        "customers_tags",
        ["tenant_id", sa.literal_column("sort_key(slug)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_customers_tags_by_label_sort"),
        "customers_tags",
        ["tenant_id", sa.literal_column("sort_key(label)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_customers_tags_by_description_sort"),
        "customers_tags",
        ["tenant_id", sa.literal_column("sort_key(description)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_customers_tags_by_created_at"), "customers_tags", ["tenant_id", "created_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_customers_tags_by_color_sort"),
        "customers_tags",
        ["tenant_id", sa.literal_column("sort_key(color)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_customers_tag_assignments_tag_id"), "customers_tag_assignments", ["tenant_id", "tag_id"], unique=False
    )
    op.create_index(op.f("ix_customers_people_id"), "customers_people", ["tenant_id", "id"], unique=False)
    op.drop_index("ix_customers_entities_by_kind", table_name="customers_entities")
    op.create_index(
        op.f("ix_customers_deal_people_deal_id"), "customers_deal_people", ["tenant_id", "deal_id"], unique=False
    )
    op.create_index(
        op.f("ix_customers_deal_companies_deal_id"), "customers_deal_companies", ["tenant_id", "deal_id"], unique=False
    )
    op.create_index(op.f("ix_customers_companies_id"), "customers_companies", ["tenant_id", "id"], unique=False)
    op.create_index(
        op.f("ix_customers_comments_entity_id"), "customers_comments", ["tenant_id", "entity_id"], unique=False
    )
    op.drop_index("ix_customers_activities_by_activity_type", table_name="customers_activities")
    op.create_index(
        op.f("ix_customers_activities_entity_id"), "customers_activities", ["tenant_id", "entity_id"], unique=False
    )
    op.create_index(
        op.f("ix_contracts_worker_profiles_by_notatnik_sort"),
        "contracts_worker_profiles",
        ["tenant_id", sa.literal_column("sort_key(notatnik)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_worker_profiles_by_created_at"),
        "contracts_worker_profiles",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_worker_assignments_uzytkownik_id"),
        "contracts_worker_assignments",
        ["uzytkownik_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_worker_assignments_by_created_at"),
        "contracts_worker_assignments",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_worker_assignments_by_contract_id"),
        "contracts_worker_assignments",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_work_ratings_uzytkownik_id"), "contracts_work_ratings", ["uzytkownik_id"], unique=False
    )
    op.create_index(
        op.f("ix_contracts_work_ratings_by_typ_pracownika_sort"),
        "contracts_work_ratings",
        ["tenant_id", sa.literal_column("sort_key(typ_pracownika)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_work_ratings_by_ocena"), "contracts_work_ratings", ["tenant_id", "ocena", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contracts_work_ratings_by_kwota"), "contracts_work_ratings", ["tenant_id", "kwota", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contracts_work_ratings_by_komentarz_sort"),
        "contracts_work_ratings",
        ["tenant_id", sa.literal_column("sort_key(komentarz)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_work_ratings_by_created_at"),
        "contracts_work_ratings",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_work_ratings_by_contract_id"),
        "contracts_work_ratings",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_vitrines_by_typ_ramy_sort"),
        "contracts_vitrines",
        ["tenant_id", sa.literal_column("sort_key(typ_ramy)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_vitrines_by_szyba_sort"),
        "contracts_vitrines",
        ["tenant_id", sa.literal_column("sort_key(szyba)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_vitrines_by_kolor_szyby_sort"),
        "contracts_vitrines",
        ["tenant_id", sa.literal_column("sort_key(kolor_szyby)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_vitrines_by_kolor_ramy_sort"),
        "contracts_vitrines",
        ["tenant_id", sa.literal_column("sort_key(kolor_ramy)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_vitrines_by_created_at"),
        "contracts_vitrines",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_vitrines_by_contract_id"),
        "contracts_vitrines",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_valuations_contract_id"), "contracts_valuations", ["tenant_id", "contract_id"], unique=False
    )
    op.create_index(
        op.f("ix_contracts_valuations_by_sprzet"), "contracts_valuations", ["tenant_id", "sprzet", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contracts_valuations_by_meble"), "contracts_valuations", ["tenant_id", "meble", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contracts_valuations_by_dodatki"), "contracts_valuations", ["tenant_id", "dodatki", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contracts_valuations_by_created_at"),
        "contracts_valuations",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_valuations_by_contract_id"),
        "contracts_valuations",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_text_templates_by_tresc_sort"),
        "contracts_text_templates",
        ["tenant_id", sa.literal_column("sort_key(tresc)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_text_templates_by_nazwa_sort"),
        "contracts_text_templates",
        ["tenant_id", sa.literal_column("sort_key(nazwa)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_text_templates_by_created_at"),
        "contracts_text_templates",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_text_attachments_by_template_id"),
        "contracts_text_attachments",
        ["tenant_id", "template_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_text_attachments_by_created_at"),
        "contracts_text_attachments",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_text_attachments_by_contract_id"),
        "contracts_text_attachments",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_purchase_orders_by_nr_faktury_sort"),
        "contracts_purchase_orders",
        ["tenant_id", sa.literal_column("sort_key(nr_faktury)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_purchase_orders_by_nazwa_sort"),
        "contracts_purchase_orders",
        ["tenant_id", sa.literal_column("sort_key(nazwa)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_purchase_orders_by_komentarz_sort"),
        "contracts_purchase_orders",
        ["tenant_id", sa.literal_column("sort_key(komentarz)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_purchase_orders_by_jednostka_sort"),
        "contracts_purchase_orders",
        ["tenant_id", sa.literal_column("sort_key(jednostka)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_purchase_orders_by_ilosc"),
        "contracts_purchase_orders",
        ["tenant_id", "ilosc", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_purchase_orders_by_dostawca_sort"),
        "contracts_purchase_orders",
        ["tenant_id", sa.literal_column("sort_key(dostawca)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_purchase_orders_by_dostawca_nip_sort"),
        "contracts_purchase_orders",
        ["tenant_id", sa.literal_column("sort_key(dostawca_nip)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_purchase_orders_by_dostawca_adres_sort"),
        "contracts_purchase_orders",
        ["tenant_id", sa.literal_column("sort_key(dostawca_adres)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_purchase_orders_by_data_odbioru"),
        "contracts_purchase_orders",
        ["tenant_id", "data_odbioru", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_purchase_orders_by_data_obiecana"),
        "contracts_purchase_orders",
        ["tenant_id", "data_obiecana", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_purchase_orders_by_created_at"),
        "contracts_purchase_orders",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_purchase_orders_by_contract_id"),
        "contracts_purchase_orders",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_purchase_orders_by_cena"),
        "contracts_purchase_orders",
        ["tenant_id", "cena", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_planned_payments_by_typ_sort"),
        "contracts_planned_payments",
        ["tenant_id", sa.literal_column("sort_key(typ)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_planned_payments_by_rodzaj_sort"),
        "contracts_planned_payments",
        ["tenant_id", sa.literal_column("sort_key(rodzaj)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_planned_payments_by_created_at"),
        "contracts_planned_payments",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_planned_payments_by_contract_id"),
        "contracts_planned_payments",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_planned_payments_by_cena"),
        "contracts_planned_payments",
        ["tenant_id", "cena", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_payment_methods_by_typ_sort"),
        "contracts_payment_methods",
        ["tenant_id", sa.literal_column("sort_key(typ)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_payment_methods_by_transaction_id"),
        "contracts_payment_methods",
        ["tenant_id", "transaction_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_payment_methods_by_rodzaj_sort"),
        "contracts_payment_methods",
        ["tenant_id", sa.literal_column("sort_key(rodzaj)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_payment_methods_by_potwierdzona"),
        "contracts_payment_methods",
        ["tenant_id", "potwierdzona", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_payment_methods_by_opis_sort"),
        "contracts_payment_methods",
        ["tenant_id", sa.literal_column("sort_key(opis)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_payment_methods_by_odrzucona"),
        "contracts_payment_methods",
        ["tenant_id", "odrzucona", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_payment_methods_by_created_at"),
        "contracts_payment_methods",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_payment_methods_by_contract_id"),
        "contracts_payment_methods",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_payment_methods_by_cena"),
        "contracts_payment_methods",
        ["tenant_id", "cena", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_installation_dates_by_powod_wymuszenia_sort"),
        "contracts_installation_dates",
        ["tenant_id", sa.literal_column("sort_key(powod_wymuszenia)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_installation_dates_by_created_at"),
        "contracts_installation_dates",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_installation_dates_by_contract_id"),
        "contracts_installation_dates",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_handles_by_uwagi_sort"),
        "contracts_handles",
        ["tenant_id", sa.literal_column("sort_key(uwagi)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_handles_by_typ_sort"),
        "contracts_handles",
        ["tenant_id", sa.literal_column("sort_key(typ)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_handles_by_sztuk"), "contracts_handles", ["tenant_id", "sztuk", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contracts_handles_by_kolor_sort"),
        "contracts_handles",
        ["tenant_id", sa.literal_column("sort_key(kolor)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_handles_by_dlugosc"), "contracts_handles", ["tenant_id", "dlugosc", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contracts_handles_by_created_at"), "contracts_handles", ["tenant_id", "created_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contracts_handles_by_contract_id"),
        "contracts_handles",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_furniture_by_pcv_sort"),
        "contracts_furniture",
        ["tenant_id", sa.literal_column("sort_key(pcv)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_furniture_by_korpus_sort"),
        "contracts_furniture",
        ["tenant_id", sa.literal_column("sort_key(korpus)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_furniture_by_grupa_meblowa_sort"),
        "contracts_furniture",
        ["tenant_id", sa.literal_column("sort_key(grupa_meblowa)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_furniture_by_created_at"),
        "contracts_furniture",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_furniture_by_contract_id"),
        "contracts_furniture",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_furniture_by_boki_sort"),
        "contracts_furniture",
        ["tenant_id", sa.literal_column("sort_key(boki)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_fronts_by_uslojenie_sort"),
        "contracts_fronts",
        ["tenant_id", sa.literal_column("sort_key(uslojenie)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_fronts_by_typ_sort"),
        "contracts_fronts",
        ["tenant_id", sa.literal_column("sort_key(typ)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_fronts_by_material_sort"),
        "contracts_fronts",
        ["tenant_id", sa.literal_column("sort_key(material)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_fronts_by_kolor_sort"),
        "contracts_fronts",
        ["tenant_id", sa.literal_column("sort_key(kolor)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_fronts_by_created_at"), "contracts_fronts", ["tenant_id", "created_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contracts_fronts_by_contract_id"), "contracts_fronts", ["tenant_id", "contract_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contracts_contracts_by_uzytkownik_id"),
        "contracts_contracts",
        ["tenant_id", "uzytkownik_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_contracts_by_typ_sort"),
        "contracts_contracts",
        ["tenant_id", sa.literal_column("sort_key(typ)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_contracts_by_customer_id"),
        "contracts_contracts",
        ["tenant_id", "customer_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_assembly_notes_by_uwagi_sort"),
        "contracts_assembly_notes",
        ["tenant_id", sa.literal_column("sort_key(uwagi)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_assembly_notes_by_created_at"),
        "contracts_assembly_notes",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_assembly_notes_by_contract_id"),
        "contracts_assembly_notes",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_appliances_by_rodzaj_sort"),
        "contracts_appliances",
        ["tenant_id", sa.literal_column("sort_key(rodzaj)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_appliances_by_rabat"), "contracts_appliances", ["tenant_id", "rabat", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contracts_appliances_by_model_sort"),
        "contracts_appliances",
        ["tenant_id", sa.literal_column("sort_key(model)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_appliances_by_firma_sort"),
        "contracts_appliances",
        ["tenant_id", sa.literal_column("sort_key(firma)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_appliances_by_created_at"),
        "contracts_appliances",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_appliances_by_contract_id"),
        "contracts_appliances",
        ["tenant_id", "contract_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contracts_appliances_by_cena"), "contracts_appliances", ["tenant_id", "cena", "id"], unique=False
    )
    op.create_index(
        op.f("ix_calendar_reschedules_by_to_event_id"),
        "calendar_reschedules",
        ["tenant_id", "to_event_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_calendar_reschedules_by_powod_sort"),
        "calendar_reschedules",
        ["tenant_id", sa.literal_column("sort_key(powod)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_calendar_reschedules_by_from_event_id"),
        "calendar_reschedules",
        ["tenant_id", "from_event_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_calendar_reschedules_by_created_at"),
        "calendar_reschedules",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_calendar_events_by_typ_sort"),
        "calendar_events",
        ["tenant_id", sa.literal_column("sort_key(typ)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_calendar_events_by_pracownik_id"), "calendar_events", ["tenant_id", "pracownik_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_calendar_events_by_konflikt"), "calendar_events", ["tenant_id", "konflikt", "id"], unique=False
    )
    op.create_index(
        op.f("ix_calendar_events_by_customer_id"), "calendar_events", ["tenant_id", "customer_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_calendar_events_by_created_at"), "calendar_events", ["tenant_id", "created_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_calendar_events_by_contract_id"), "calendar_events", ["tenant_id", "contract_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_calendar_blocked_days_by_nazwa_sort"),
        "calendar_blocked_days",
        ["tenant_id", sa.literal_column("sort_key(nazwa)"), "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_calendar_blocked_days_by_created_at"),
        "calendar_blocked_days",
        ["tenant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_auth_user_roles_user_id"), "auth_user_roles", ["tenant_id", "user_id"], unique=False)
    op.create_index(op.f("ix_auth_user_acls_user_id"), "auth_user_acls", ["tenant_id", "user_id"], unique=False)
    op.create_index(op.f("ix_auth_role_acls_role_id"), "auth_role_acls", ["tenant_id", "role_id"], unique=False)
    op.create_index(op.f("ix_auth_grant_offers_role_id"), "auth_grant_offers", ["tenant_id", "role_id"], unique=False)
